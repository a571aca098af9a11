/** @file Training steps of the nets in both recipes, on all threads and on one, and the memory that they take. */
import { newCell } from '../../../../data/contract/new-cell.ts';
import type { Recipe } from '../../../../data/contract/words.ts';
import type { Model } from '../../../../runner/models/layers.ts';
import { forwardMacs } from '../../../../runner/models/shapes.ts';
import { PROTOCOL_VERSION, type RunRequest } from '../../../../runner/protocol/messages.ts';
import { models } from '../../../../runner/workloads/index.ts';
import { type Effort, type Repeatable, timeTogether } from '../../comparison/measure/clock.ts';
import { digits, Table } from '../../comparison/measure/table.ts';
import { firstLine } from '../../comparison/tables/row.ts';
import type { Competitor, Threads } from '../engines.ts';
import type { EngineProcess } from '../processes/engine-process.ts';
import { times } from './columns.ts';
import { FASTEST, goals, type Setting } from './setting.ts';

const MIB = 2 ** 20;
const SEED = 1;
const RECIPES: readonly Recipe[] = ['naive', 'optimized'];

/** A step that takes longer is measured once, after one that is not measured. */
const effort: Effort = { samples: 4, budgetMs: 3000, quantile: FASTEST };

/** GFLOP of a step, unless the environment has another limit; tfjs-wasm computes some 10 to 20 a second on two cores. */
const MOST_GFLOP = 150;

/** Floating-point operations of a step for each multiplication and addition of a forward pass: two, three times. */
const FLOPS_PER_MAC = 6;

/** What an engine reached in one row; seconds are null where it failed. */
interface Step {
  seconds: number | null;
  peakBytes: number | null;
  failure: string | null;
}

interface Subject {
  model: Model;
  recipe: Recipe;
  batch: number;
}

/** The preset's batch, halved until a step is short enough. */
export function batchOf(model: Model, recipe: Recipe, mostGflop: number): number {
  let batch = model.batchSize[recipe];
  while (batch > 1 && (FLOPS_PER_MAC * forwardMacs(model) * batch) / 1e9 > mostGflop)
    batch = Math.floor(batch / 2);
  return batch;
}

/** The request of the engine's worker; its timing has no effect. */
function requestOf({ engine, device }: Competitor, { model, recipe, batch }: Subject): RunRequest {
  const cell = newCell({
    ...{ workload: model.id, mode: 'train', engine: engine.id, device, recipe, dtype: 'float32' },
    batchSize: batch,
    sequenceLength: model.input.kind === 'image' ? null : model.inputShape[0]!,
  });
  const timing = {
    ...{ minWarmUpSteps: 0, minWarmUpMs: 0, minSamples: 1, minMeasureMs: 0, maxMeasureMs: 1 },
    exactSamples: 1,
  };
  const request: RunRequest = {
    ...{ type: 'run', protocol: PROTOCOL_VERSION, cell, timing, runIndex: 0, seed: SEED },
    ...{ convergence: null, modelFile: null },
  };
  return { ...request, ...engine.brief(request) };
}

/** A net in training in a process. A repetition is a step, as the engine's worker takes it. */
class Training implements Repeatable {
  readonly #competitor: Competitor;
  readonly #subject: Subject;
  readonly #threads: Threads;
  #process: EngineProcess | null = null;

  constructor(competitor: Competitor, subject: Subject, threads: Threads) {
    this.#competitor = competitor;
    this.#subject = subject;
    this.#threads = threads;
  }

  async run(times: number): Promise<void> {
    this.#process ??= await this.#start();
    await this.#process.ask({ kind: 'run', times });
  }

  peakBytes(): number | null {
    return this.#process?.peakRss() ?? null;
  }

  async close(): Promise<void> {
    await this.#process?.close();
  }

  async #start(): Promise<EngineProcess> {
    const started = await this.#competitor.start(this.#threads);
    this.#process = started;
    await started.ask({ kind: 'task', request: requestOf(this.#competitor, this.#subject) });
    return started;
  }
}

/** All engines in turn, by their ids. */
async function measureSteps(
  { competitors }: Setting,
  subject: Subject,
  threads: Threads,
): Promise<Map<string, Step>> {
  const trainings = competitors.map((competitor) => new Training(competitor, subject, threads));
  try {
    const timings = await timeTogether(trainings, effort);
    const steps = timings.map(({ ms, failure }, i) => ({
      seconds: ms === null ? null : ms / 1000,
      peakBytes: trainings[i]!.peakBytes(),
      failure: failure === null ? null : firstLine(new Error(failure)),
    }));
    return new Map(steps.map((step, i) => [competitors[i]!.engine.id, step]));
  } finally {
    await Promise.all(trainings.map((training) => training.close()));
  }
}

const column = (title: string) => ({ title, width: Math.max(7, title.length), right: true });
const netColumns = [
  { title: 'net', width: 19 },
  { title: 'recipe', width: 9 },
  { title: 'batch', width: 10, right: true },
];

const titleOf = ({ model, recipe, batch }: Subject): string[] => {
  const whole = model.batchSize[recipe];
  return [model.id, recipe, batch === whole ? `${batch}` : `${batch} of ${whole}`];
};

function openTable({ competitors }: Setting): Table {
  return new Table('Seconds of a training step', [
    ...netColumns,
    { title: 'threads', width: 7 },
    ...competitors.map(({ engine }) => column(engine.id)),
    ...['to tfjs-wasm', 'to pytorch', 'two threads'].map(column),
  ]);
}

/** @param whole the steps on all threads, where this row is on one */
function printRow(
  table: Table,
  title: string[],
  threads: Threads,
  found: ReadonlyMap<string, Step>,
  whole: ReadonlyMap<string, Step> | null,
): void {
  const seconds = (id: string, steps = found) => steps.get(id)?.seconds ?? null;
  const notes = [...found].flatMap(([id, { failure }]) => (failure === null ? [] : [`${id}: ${failure}`]));
  const cells = [...found.values()].map(({ seconds: one }) => (one === null ? 'failed' : digits(one)));
  const ratios = [
    times(seconds('tfjs-wasm'), seconds('wasm')),
    times(seconds('wasm'), seconds('pytorch')),
    whole === null ? '' : times(seconds('wasm'), seconds('wasm', whole)),
  ];
  table.row([...title, threads, ...cells, ...ratios], notes);
}

/** Peak memory of the processes on all threads. */
function printMemory({ competitors }: Setting, rows: readonly [Subject, ReadonlyMap<string, Step>][]): void {
  const table = new Table('Peak memory of the processes, MiB', [
    ...netColumns,
    ...competitors.map(({ engine }) => column(engine.id)),
  ]);
  for (const [subject, found] of rows) {
    const bytes = [...found.values()].map(({ peakBytes }) => peakBytes);
    table.row([...titleOf(subject), ...bytes.map((one) => (one === null ? '-' : (one / MIB).toFixed(0)))]);
  }
}

/** The nets named in the environment, those with the least arithmetic first. */
function chosenModels(names: string | undefined): Model[] {
  const wanted = names?.split(',') ?? models.map(({ id }) => id);
  const unknown = wanted.find((name) => models.every(({ id }) => id !== name));
  if (unknown !== undefined)
    throw new Error(`NETS=${unknown} is not a net; use some of ${models.map(({ id }) => id).join(',')}`);
  return models
    .filter(({ id }) => wanted.includes(id))
    .toSorted((a, b) => forwardMacs(a) * a.batchSize.optimized - forwardMacs(b) * b.batchSize.optimized);
}

export async function printNets(setting: Setting): Promise<void> {
  const { NETS, MOST_GFLOP: limit } = process.env;
  const mostGflop = limit ? Number(limit) : MOST_GFLOP;
  const subjects = chosenModels(NETS).flatMap((model) =>
    RECIPES.map((recipe) => ({ model, recipe, batch: batchOf(model, recipe, mostGflop) })),
  );
  const table = openTable(setting);
  const rows: [Subject, ReadonlyMap<string, Step>][] = [];
  for (const subject of subjects) {
    let whole: ReadonlyMap<string, Step> | null = null;
    for (const threads of setting.threads) {
      const found = await measureSteps(setting, subject, threads);
      printRow(table, titleOf(subject), threads, found, whole);
      whole ??= found;
    }
    rows.push([subject, whole!]);
  }
  const { toTfjsWasm, toPytorch, twoThreads } = goals;
  console.log(
    `  goals: at least ${toTfjsWasm}x to tfjs-wasm, at most ${toPytorch}x to pytorch; ${twoThreads}x on two threads`,
  );
  printMemory(setting, rows);
}
