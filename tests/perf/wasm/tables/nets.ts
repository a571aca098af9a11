/** @file Training steps of the nets in both recipes, on all threads and on one, and the memory that they take. */
import { digits, Table } from '../../comparison/measure/table.ts';
import type { Competitor, Threads } from '../engines.ts';
import { goals, type Setting } from '../setting.ts';
import { measureSteps, type Step } from '../training/measure.ts';
import { chosenSubjects, type Subject } from '../training/subject.ts';
import { numberColumn, percent, times } from './columns.ts';

const MIB = 2 ** 20;

/** Nets whose steps are divided among the operations. */
const DIVIDED = ['mnist-cnn', 'vgg16-cifar100'];

/** Facts of a task that are shares of operations in its time are named so. */
const SHARE = 'share.';

/** Smaller shares are not printed. */
const LEAST_SHARE = 0.005;

type Steps = ReadonlyMap<string, Step>;

const netColumns = [
  { title: 'net', width: 19 },
  { title: 'recipe', width: 9 },
  { title: 'batch', width: 9, right: true },
];

function titleOf({ model, recipe, batch }: Subject): string[] {
  const whole = model.batchSize[recipe];
  return [model.id, recipe, batch === whole ? `${batch}` : `${batch} of ${whole}`];
}

const openTable = (engines: readonly Competitor[]): Table =>
  new Table('Seconds of a training step', [
    ...netColumns,
    { title: 'threads', width: 7 },
    ...[...engines.map(({ name }) => name), 'to tfjs-wasm', 'to pytorch', 'speedup'].map(numberColumn),
  ]);

/** @param whole the steps on all threads, where this row is on one */
function printSteps(
  table: Table,
  title: string[],
  threads: Threads,
  steps: Steps,
  whole: Steps | null,
): void {
  const secondsOf = (name: string, of = steps) => of.get(name)?.seconds;
  const notes = [...steps].flatMap(([name, { failure }]) =>
    failure === null ? [] : [`${name}: ${failure}`],
  );
  const cells = [...steps.values()].map(({ seconds }) => (seconds === null ? 'failed' : digits(seconds)));
  const ratios = [
    times(secondsOf('tfjs-wasm'), secondsOf('wasm')),
    times(secondsOf('wasm'), secondsOf('pytorch')),
    whole === null ? '' : times(secondsOf('wasm'), secondsOf('wasm', whole)),
  ];
  table.row([...title, threads, ...cells, ...ratios], notes);
}

const mebibytes = (bytes: unknown): string => (typeof bytes === 'number' ? (bytes / MIB).toFixed(0) : '-');

/** Of the processes on all threads. */
function printMemory(engines: readonly Competitor[], rows: readonly [Subject, Steps][]): void {
  const table = new Table('Peak memory of the processes, and what is planned in them, MiB', [
    ...netColumns,
    ...['planned', ...engines.map(({ name }) => name)].map(numberColumn),
  ]);
  for (const [subject, steps] of rows) {
    const planned = steps.get('wasm')?.observed.plannedBytes;
    const peaks = [...steps.values()].map(({ peakBytes }) => peakBytes);
    table.row([...titleOf(subject), ...[planned, ...peaks].map(mebibytes)]);
  }
}

/** How the time of a step of the engine `wasm` is divided among kinds of operations, the longest first. */
function printDivision([subject, steps]: [Subject, Steps]): void {
  const shares = Object.entries(steps.get('wasm')?.observed ?? {})
    .filter((fact): fact is [string, number] => fact[0].startsWith(SHARE) && typeof fact[1] === 'number')
    .filter(([, share]) => share >= LEAST_SHARE)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, share]) => `${name.slice(SHARE.length)} ${percent(share, 1)}`);
  if (shares.length > 0) console.log(`  ${titleOf(subject).join(' ')}: ${shares.join(', ')}`);
}

export async function printNets({ engines, threads }: Setting): Promise<void> {
  const table = openTable(engines);
  const rows: [Subject, Steps][] = [];
  for (const subject of chosenSubjects(process.env)) {
    let whole: Steps | null = null;
    for (const count of threads) {
      const steps = await measureSteps(engines, subject, count);
      printSteps(table, titleOf(subject), count, steps, whole);
      whole ??= steps;
    }
    rows.push([subject, whole!]);
  }
  const { toTfjsWasm, toPytorch, twoThreads } = goals;
  console.log(
    `  goals of wasm: at least ${toTfjsWasm}x to tfjs-wasm, at most ${toPytorch}x to pytorch; ${twoThreads}x on two threads`,
  );
  printMemory(engines, rows);
  console.log('\nShares of operations in a step of wasm');
  for (const row of rows) if (DIVIDED.includes(row[0].model.id)) printDivision(row);
}
