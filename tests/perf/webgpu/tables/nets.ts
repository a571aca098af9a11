/** @file The table of nets: what a training step takes. */
import { median } from '../../../../data/derive/stats.ts';
import { atLength, type Model } from '../../../../runner/models/layers.ts';
import { parameterCount } from '../../../../runner/models/shapes.ts';
import { Allowance } from '../../comparison/measure/allowance.ts';
import { type Effort, timeTogether } from '../../comparison/measure/clock.ts';
import { digits, Table } from '../../comparison/measure/table.ts';
import { firstLine } from '../../comparison/tables/row.ts';
import { countDispatches } from '../machine/dispatches.ts';
import { engineTraining } from '../training/engine.ts';
import { tfjsTraining } from '../training/tfjs.ts';
import type { Trainer, TrainingLibrary } from '../training/trainer.ts';
import { bySize, MIB, printPlans } from './plans.ts';
import type { Setting } from './setting.ts';

/** Steps whose encoding is timed. */
const ENCODED_STEPS = 5;

/** First losses of two libraries differ by less, relatively, also if one computes in half precision. */
const LOSS_TOLERANCE = 5e-3;

/** Most pixels of a side and most tokens of a small sample. */
const SMALL = { side: 32, length: 16 };

/** The same layers for small samples: a step has the same dispatches, but not the same work. */
function onSmallSamples(model: Model): Model {
  if (model.input.kind !== 'image') return atLength(model, Math.min(model.inputShape[0]!, SMALL.length));
  const [height, width, channels] = model.inputShape as [number, number, number];
  return { ...model, inputShape: [Math.min(height, SMALL.side), Math.min(width, SMALL.side), channels] };
}

interface Step {
  ms: number;
  dispatches: number;
  encodingMs: number;
  bytes: number;
  loss: number;
}

interface SingleStep {
  wholeMs: number;
  /** Of the host, while the device is idle at first. */
  encodingMs: number;
}

async function singleStep(trainer: Trainer): Promise<SingleStep> {
  const begin = performance.now();
  trainer.queueStep();
  const encodingMs = performance.now() - begin;
  await trainer.run(0);
  return { wholeMs: performance.now() - begin, encodingMs };
}

/** @throws Error if a step fails */
async function measureStep({ samples, budgetMs }: Effort, trainer: Trainer): Promise<Step> {
  const loss = await trainer.firstLoss();
  await trainer.run(1);
  const steps: SingleStep[] = [];
  const take = async () => steps.push(await singleStep(trainer));
  const dispatches = await countDispatches(take);
  const spentMs = () => steps.reduce((sum, { wholeMs }) => sum + wholeMs, 0);
  while (steps.length < ENCODED_STEPS && spentMs() < budgetMs) await take();
  const onceMs = median(steps.map(({ wholeMs }) => wholeMs));
  const facts = {
    ...{ dispatches, bytes: trainer.bytes(), loss },
    encodingMs: median(steps.map(({ encodingMs }) => encodingMs)),
  };
  // Where a step is that long, waiting after each one makes no difference.
  if (onceMs > budgetMs / samples) return { ms: onceMs, ...facts };
  const [timing] = await timeTogether([trainer], { samples, budgetMs });
  if (timing!.ms === null) throw new Error(timing!.failure ?? 'no time');
  return { ms: timing!.ms, ...facts };
}

async function measure(
  setting: Setting,
  library: TrainingLibrary,
  model: Model,
  batch: number,
): Promise<Step> {
  const trainer = await library.open(model, batch);
  try {
    return await measureStep(setting.scale.stepEffort, trainer);
  } finally {
    trainer.dispose();
  }
}

const figuresOf = ({ ms, dispatches, encodingMs, bytes, loss }: Step, batch: number): string[] => [
  digits(ms),
  digits((1000 * batch) / ms),
  `${dispatches}`,
  digits(encodingMs),
  (bytes / MIB).toFixed(0),
  loss.toFixed(4),
];

const FIGURES = ['step ms', 'samples/s', 'dispatches', 'encoding ms', 'MiB', 'first loss'];

function openTable(emulated: boolean): Table {
  const small = `, of one sample with at most ${SMALL.side} x ${SMALL.side} pixels or ${SMALL.length} tokens`;
  const heading = `Training steps${emulated ? small : ''}; MiB are planned (webgpu) or allocated (tfjs)`;
  return new Table(heading, [
    { title: 'net', width: 19 },
    { title: 'library', width: 14 },
    ...['batch', ...FIGURES].map((title) => ({ title, width: title.length, right: true })),
  ]);
}

/** What a step takes, or why it is not measured. */
async function measureNet(
  setting: Setting,
  library: TrainingLibrary,
  model: Model,
  batch: number,
): Promise<Step | string> {
  const tooLarge = parameterCount(model) > library.mostEmulatedParameters;
  if (setting.machine.emulated && tooLarge) return 'too many parameters for an emulated adapter';
  try {
    return await measure(setting, library, model, batch);
  } catch (error) {
    return firstLine(error);
  }
}

/** @param expected the loss of the first library, or null */
function printStep(table: Table, title: string[], found: Step | string, expected: number | null): void {
  if (typeof found === 'string') {
    table.row([...title, ...FIGURES.map(() => '-')], [found]);
    return;
  }
  const differs = expected !== null && !(Math.abs(found.loss / expected - 1) < LOSS_TOLERANCE);
  const note = `the first loss differs from that of the first library, ${expected?.toFixed(4)}`;
  table.row([...title, ...figuresOf(found, Number(title.at(-1)))], differs ? [note] : []);
}

/** Measures each net on each library, smallest first. */
async function printSteps(
  setting: Setting,
  trainings: readonly TrainingLibrary[],
  seconds: number,
): Promise<void> {
  const { emulated } = setting.machine;
  const table = openTable(emulated);
  const names = trainings.map(({ name }) => name);
  const allowance = new Allowance(names, seconds, setting.scale.now);
  for (const net of bySize) {
    const model = emulated ? onSmallSamples(net) : net;
    const batch = emulated ? 1 : net.batchSize.optimized;
    let loss: number | null = null;
    for (const library of trainings) {
      const { name } = library;
      const found = allowance.has(name)
        ? await allowance.charge(name, () => measureNet(setting, library, model, batch))
        : 'no time left for it';
      printStep(table, [net.id, name, `${batch}`], found, loss);
      if (typeof found !== 'string') loss ??= found.loss;
    }
  }
}

/** @param seconds that the training steps may take */
export async function printNets(setting: Setting, seconds: number): Promise<void> {
  const { backend, half, emulated } = setting.machine;
  printPlans(setting);
  const trainings = [
    engineTraining(backend, 'float32'),
    tfjsTraining('naive'),
    tfjsTraining('optimized'),
    ...(half && !emulated ? [engineTraining(backend, 'float16')] : []),
  ];
  await printSteps(setting, trainings, seconds);
}
