/** @file Combines several submissions of one machine: the median of those of the newest week; older ones are dropped. */
import type { Gap } from '../../data/contract/leaderboard.ts';
import { metrics } from '../../data/contract/metric.ts';
import { median } from '../../data/derive/stats.ts';
import type { Candidate } from './candidate.ts';

/** Results up to this many days older than the newest are combined, so that nobody can pick the best of several tries. */
const WINDOW_DAYS = 7;

const DAY_MS = 86_400_000;

/** Newest first; results of one day by path, so that the order does not depend on the file system. */
function newestFirst(a: Candidate, b: Candidate): number {
  if (a.row.date !== b.row.date) return a.row.date < b.row.date ? 1 : -1;
  return a.row.sources[0]!.path < b.row.sources[0]!.path ? -1 : 1;
}

/** The fields of a row that depend on its value, scaled to another value. */
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

/** The highest memory among the rows that used the same method as the newest. */
function highestMemory([newest, ...others]: readonly Candidate['row'][]): Candidate['row']['peakMemory'] {
  const first = newest!.peakMemory;
  if (first === null) return null;
  const same = others.flatMap(({ peakMemory }) =>
    peakMemory?.method === first.method ? [peakMemory.bytes] : [],
  );
  return { ...first, bytes: Math.max(first.bytes, ...same) };
}

/** The drift with the largest absolute value. */
function largestDrift(rows: readonly Candidate['row'][]): number | null {
  const [first, ...others] = rows.flatMap(({ drift }) => drift ?? []);
  return first === undefined ? null : others.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), first);
}

function medianFirstStep(rows: readonly Candidate['row'][]): number | null {
  const seconds = rows.flatMap(({ firstStepSeconds }) => firstStepSeconds ?? []);
  return seconds.length === 0 ? null : median(seconds);
}

/** Convergence with the runs of all submissions added up. */
function allRuns(
  rows: readonly Candidate['row'][],
  middle: Candidate['row'],
): Candidate['row']['convergence'] {
  const sum = (field: 'runs' | 'reached') =>
    rows.reduce((total, { convergence }) => total + (convergence?.[field] ?? 0), 0);
  return middle.convergence && { ...middle.convergence, runs: sum('runs'), reached: sum('reached') };
}

/** Combines candidates of the same cell: the newest one's texts, the median value, all repetitions, every flag. */
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
      firstStepSeconds: medianFirstStep(rows),
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
 * One candidate per row id. Withheld or unranked candidates are never combined with ranked ones: they are used alone, and
 * only if no ranked one exists.
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
