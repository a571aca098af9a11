/** @file Two tables of nets: what a training step is planned to take, and what it takes. */
import { median } from '../../../../data/derive/stats.ts';
import type { Model } from '../../../../runner/models/layers.ts';
import { forwardMacs } from '../../../../runner/models/shapes.ts';
import { models } from '../../../../runner/workloads/index.ts';
import { Allowance } from '../measure/allowance.ts';
import { type Effort, timeTogether } from '../measure/clock.ts';
import { countDispatches } from '../measure/dispatches.ts';
import { digits, Table } from '../measure/table.ts';
import { engineTraining, planStep } from '../training/engine.ts';
import { tfjsTraining } from '../training/tfjs.ts';
import type { Trainer, TrainingLibrary } from '../training/trainer.ts';
import type { Setting } from './comparison.ts';
import { firstLine } from './row.ts';

/** Steps whose encoding is timed. */
const ENCODED_STEPS = 5;

/** First losses of two libraries differ by less, relatively, also if one computes in half precision. */
const LOSS_TOLERANCE = 5e-3;

const MIB = 2 ** 20;

/** Those with the least arithmetic first, so that most are measured if time runs out. */
const bySize: readonly Model[] = models.toSorted(
  (a, b) => forwardMacs(a) * a.batchSize.optimized - forwardMacs(b) * b.batchSize.optimized,
);

/** Planning needs no device, so the batch is the optimized one on any adapter. */
function printPlans({ machine: { backend, kernelLimits } }: Setting): void {
  const number = (title: string) => ({ title, width: Math.max(7, title.length), right: true });
  const table = new Table('Plans of webgpu for a training step in float32', [
    { title: 'net', width: 19 },
    ...['batch', 'operations', 'dispatches', 'buffers', 'MiB', 'of activations', 'largest'].map(number),
  ]);
  for (const model of bySize) {
    const batch = model.batchSize.optimized;
    try {
      const plan = planStep(backend, kernelLimits, model, batch);
      const { operations, dispatches, buffers, bytes, activationBytes, largestBytes } = plan;
      table.row([
        model.id,
        ...[batch, operations, dispatches, buffers].map(String),
        ...[bytes, activationBytes, largestBytes].map((size) => (size / MIB).toFixed(0)),
      ]);
    } catch (error) {
      table.row([model.id, `${batch}`, ...Array.from({ length: 6 }, () => '-')], [firstLine(error)]);
    }
  }
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

const cellsOf = ({ ms, dispatches, encodingMs, bytes, loss }: Step, batch: number): string[] => [
  digits(ms),
  digits((1000 * batch) / ms),
  `${dispatches}`,
  digits(encodingMs),
  (bytes / MIB).toFixed(0),
  loss.toFixed(4),
];

const COLUMNS = ['batch', 'step ms', 'samples/s', 'dispatches', 'encoding ms', 'MiB', 'first loss'];

function openTable(): Table {
  return new Table('Training steps; MiB are planned (webgpu) or allocated (tfjs)', [
    { title: 'net', width: 19 },
    { title: 'library', width: 14 },
    ...COLUMNS.map((title) => ({ title, width: title.length, right: true })),
  ]);
}

/** What a step takes, or why it cannot be measured. */
async function measureNet(
  setting: Setting,
  library: TrainingLibrary,
  model: Model,
  batch: number,
): Promise<Step | string> {
  try {
    return await measure(setting, library, model, batch);
  } catch (error) {
    return firstLine(error);
  }
}

/** Measures each net on each library, smallest first. */
async function printSteps(
  setting: Setting,
  trainings: readonly TrainingLibrary[],
  seconds: number,
): Promise<void> {
  const { machine, scale } = setting;
  const table = openTable();
  const names = trainings.map(({ name }) => name);
  const allowance = new Allowance(names, seconds, scale.now);
  for (const model of bySize) {
    const batch = machine.emulated ? 1 : model.batchSize.optimized;
    let expected: number | null = null;
    for (const library of trainings) {
      const { name } = library;
      const found = allowance.has(name)
        ? await allowance.charge(name, () => measureNet(setting, library, model, batch))
        : 'no time left for it';
      const title = [model.id, name, `${batch}`];
      if (typeof found === 'string') {
        table.row([...title, ...COLUMNS.slice(1).map(() => '-')], [found]);
        continue;
      }
      expected ??= found.loss;
      const isSame = Math.abs(found.loss / expected - 1) < LOSS_TOLERANCE;
      table.row(
        [...title, ...cellsOf(found, batch)],
        isSame ? [] : [`the first loss above is ${expected.toFixed(4)}`],
      );
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
