/** @file Several submissions of one computer: those of one week count together, by their median; older ones give way. */
import type { Gap } from '../../data/contract/leaderboard.ts';
import { metrics } from '../../data/contract/metric.ts';
import { median } from '../../data/derive/stats.ts';
import type { Candidate } from './candidate.ts';

/** Results this many days before the newest still count: the best of several tries must not be picked. */
const WINDOW_DAYS = 7;

const DAY_MS = 86_400_000;

/** Newest first; of one day by file, so that the order never depends on the disk. */
function newestFirst(a: Candidate, b: Candidate): number {
  if (a.row.date !== b.row.date) return a.row.date < b.row.date ? 1 : -1;
  return a.row.sources[0]!.path < b.row.sources[0]!.path ? -1 : 1;
}

/** What depends on the value of a row, for another value that lies between those that were measured. */
function scaled(row: Candidate['row'], value: number) {
  const ratio = value / row.value;
  const [rate, time] = metrics[row.metric].higherIsBetter ? [ratio, 1 / ratio] : [1 / ratio, ratio];
  const { utilization, samplesPerSecond, latency, ladder, largestBatch, energy, cost } = row;
  return {
    utilization: utilization === null ? null : utilization * rate,
    samplesPerSecond: samplesPerSecond === null ? null : samplesPerSecond * rate,
    latency: latency === null ? null : { ...latency, p90Ms: latency.p90Ms * time },
    ladder,
    largestBatch,
    energy:
      energy === null ? null : { ...energy, joules: energy.joules === null ? null : energy.joules * time },
    cost: cost === null ? null : { ...cost, hours: cost.hours * time, usd: cost.usd * time },
  };
}

/** The highest of those that were read as the newest one was. */
function highestMemory([newest, ...others]: readonly Candidate['row'][]): Candidate['row']['peakMemory'] {
  const first = newest!.peakMemory;
  if (first === null) return null;
  const same = others.flatMap(({ peakMemory }) =>
    peakMemory?.method === first.method ? [peakMemory.bytes] : [],
  );
  return { ...first, bytes: Math.max(first.bytes, ...same) };
}

/** The one furthest from none, in either direction. */
function largestDrift(rows: readonly Candidate['row'][]): number | null {
  const [first, ...others] = rows.flatMap(({ drift }) => drift ?? []);
  return first === undefined ? null : others.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), first);
}

/** The runs of all submissions together. */
function allRuns(
  rows: readonly Candidate['row'][],
  middle: Candidate['row'],
): Candidate['row']['convergence'] {
  const sum = (field: 'runs' | 'reached') =>
    rows.reduce((total, { convergence }) => total + (convergence?.[field] ?? 0), 0);
  return middle.convergence && { ...middle.convergence, runs: sum('runs'), reached: sum('reached') };
}

/** One entry of several of the same cell: the newest one's words, the median value, all repetitions, every flag. */
function combine(candidates: readonly Candidate[]): Candidate {
  const [newest, ...others] = [...candidates].sort(newestFirst);
  const all = [newest!, ...others];
  if (others.length === 0) return newest!;
  const rows = all.map(({ row }) => row);
  const value = median(rows.map((row) => row.value));
  const middle = rows.toSorted((a, b) => Math.abs(a.value - value) - Math.abs(b.value - value))[0]!;
  const ends = rows.flatMap((row) => [row.value, row.ci?.low ?? row.value, row.ci?.high ?? row.value]);
  const flags = new Map(rows.flatMap((row) => row.flags.map((flag) => [flag.id, flag])));
  return {
    ...newest!,
    row: {
      ...newest!.row,
      value,
      ci: { low: Math.min(...ends), high: Math.max(...ends), kind: 'range' },
      n: rows.reduce((sum, row) => sum + (row.n ?? 0), 0),
      batchSize: middle.batchSize,
      ...scaled(middle, value),
      drift: largestDrift(rows),
      peakMemory: highestMemory(rows),
      convergence: allRuns(rows, middle),
      flags: [
        ...[...flags.values()].filter((flag) => flag.id !== 'single-run'),
        {
          id: 'several-submissions',
          text: `The median of ${rows.length} submissions within ${WINDOW_DAYS} days.`,
        },
      ],
      sources: rows.flatMap((row) => row.sources),
    },
  };
}

/**
 * One entry per computer, cell and preset class. Entries that are held back, or shown without a rank, never mix with
 * ranked ones: they stand alone, and only where no ranked one exists.
 */
export function aggregate(candidates: readonly Candidate[]): Candidate[] {
  const groups = Map.groupBy(candidates, (candidate) => candidate.row.id);
  return [...groups.values()].map((group) => {
    const ranked = group.filter((candidate) => candidate.unranked === null && candidate.withheld === null);
    if (ranked.length === 0) return [...group].sort(newestFirst)[0]!;
    const newest = Math.max(...ranked.map(({ row }) => Date.parse(row.date)));
    return combine(ranked.filter(({ row }) => newest - Date.parse(row.date) <= WINDOW_DAYS * DAY_MS));
  });
}

/** The newest gap of each cell that has no value. */
export function openGaps(gaps: readonly Gap[], candidates: readonly Candidate[]): Gap[] {
  const filled = new Set(candidates.map(({ row }) => row.id));
  const groups = Map.groupBy(
    gaps.filter((gap) => !filled.has(gap.id)),
    (gap) => gap.id,
  );
  const newest = [...groups.values()].map((group) =>
    group.reduce((a, b) =>
      b.date > a.date || (b.date === a.date && b.sources[0]!.path < a.sources[0]!.path) ? b : a,
    ),
  );
  return newest.sort((a, b) => (a.id < b.id ? -1 : 1));
}
