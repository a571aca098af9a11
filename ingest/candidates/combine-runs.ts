/** @file Combines the runs of one owner on one machine: the median of those of the newest week; older ones are dropped. */
import { median } from '../../data/derive/stats.ts';
import type { Candidate } from './candidate.ts';
import { mixtureOf } from './mixture.ts';
import { scaled } from './scale.ts';

/** Results up to this many days older than the newest are combined, so that nobody can pick the best of several tries. */
const WINDOW_DAYS = 7;

const DAY_MS = 86_400_000;

type Row = Candidate['row'];

/** Newest first by what the files claim; results of one day by the order in which they were added. */
export function newestFirst(a: Candidate, b: Candidate): number {
  if (a.row.date !== b.row.date) return a.row.date < b.row.date ? 1 : -1;
  const order = b.runs[0]!.addedOrder - a.runs[0]!.addedOrder;
  return order || (a.row.sources[0]!.path < b.row.sources[0]!.path ? -1 : 1);
}

/** The highest memory among the rows that used the same method as the newest. */
function highestMemory([newest, ...others]: readonly Row[]): Row['peakMemory'] {
  const first = newest!.peakMemory;
  if (first === null) return null;
  const same = others.flatMap(({ peakMemory }) =>
    peakMemory?.method === first.method ? [peakMemory.bytes] : [],
  );
  return { ...first, bytes: Math.max(first.bytes, ...same) };
}

/** The drift with the largest absolute value. */
function largestDrift(rows: readonly Row[]): number | null {
  const [first, ...others] = rows.flatMap(({ drift }) => drift ?? []);
  return first === undefined ? null : others.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), first);
}

function medianFirstStep(rows: readonly Row[]): number | null {
  const seconds = rows.flatMap(({ firstStepSeconds }) => firstStepSeconds ?? []);
  return seconds.length === 0 ? null : median(seconds);
}

/** Convergence with the runs of all rows added up. */
export function allTrainings(rows: readonly Row[], of: Row): Row['convergence'] {
  const sum = (field: 'runs' | 'reached') =>
    rows.reduce((total, { convergence }) => total + (convergence?.[field] ?? 0), 0);
  return of.convergence && { ...of.convergence, runs: sum('runs'), reached: sum('reached') };
}

/** Repetitions of all rows. */
export const allRepetitions = (rows: readonly Row[]): number =>
  rows.reduce((sum, { n }) => sum + (n ?? 0), 0);

/** The newest one's texts, the median value, all repetitions, every flag. */
function combine(all: readonly Candidate[]): Candidate {
  const newest = all[0]!;
  const rows = all.map(({ row }) => row);
  const runs = all.flatMap((one) => one.runs);
  const value = median(rows.map((row) => row.value));
  const middle = rows.toSorted((a, b) => Math.abs(a.value - value) - Math.abs(b.value - value))[0]!;
  const ends = rows.flatMap((row) => [row.value, row.ci?.low ?? row.value, row.ci?.high ?? row.value]);
  const flags = new Map(rows.flatMap((row) => row.flags.map((flag) => [flag.id, flag])));
  const { flag, ...texts } = mixtureOf(newest.row.engine, runs);
  return {
    ...newest,
    runs,
    row: {
      ...newest.row,
      ...texts,
      ...scaled(middle, value),
      ci: { low: Math.min(...ends), high: Math.max(...ends), kind: 'range' },
      n: allRepetitions(rows),
      runs: runs.length,
      batchSize: middle.batchSize,
      ladder: middle.ladder,
      largestBatch: middle.largestBatch,
      drift: largestDrift(rows),
      firstStepSeconds: medianFirstStep(rows),
      peakMemory: highestMemory(rows),
      convergence: allTrainings(rows, middle),
      flags: [
        ...[...flags.values()].filter(({ id }) => id !== 'single-run'),
        {
          id: 'several-submissions',
          text: `The median of ${rows.length} submissions within ${WINDOW_DAYS} days.`,
        },
        ...(flag === null ? [] : [flag]),
      ],
      sources: rows.flatMap((row) => row.sources),
    },
  };
}

/** When main got the file of a candidate, in milliseconds since the epoch; undefined if git does not know. */
const addedMsOf = ({ runs }: Candidate): number | undefined => runs[0]!.addedMs;

/**
 * Whether a result is at most a week older than another one: by its claimed date, or by when main got both. Nobody drops slow runs
 * by dating the best one a week later: they are all added on one day.
 */
function isRecent(one: Candidate, newest: Candidate): boolean {
  const window = WINDOW_DAYS * DAY_MS;
  if (Date.parse(one.row.date) >= Date.parse(newest.row.date) - window) return true;
  const [before, after] = [addedMsOf(one), addedMsOf(newest)];
  return before !== undefined && after !== undefined && Math.abs(after - before) <= window;
}

/** One candidate of the runs of one owner on one machine. */
export function combineRuns(candidates: readonly Candidate[]): Candidate {
  const [newest, ...others] = candidates.toSorted(newestFirst);
  const recent = others.filter((one) => isRecent(one, newest!));
  return recent.length === 0 ? newest! : combine([newest!, ...recent]);
}
