/** @file Ladders: cells of one submission that differ in their batch only, as one row with the best throughput. */

import type { Row } from '../../data/contract/leaderboard.ts';
import type { Outcome } from '../../data/contract/outcome.ts';
import type { Submission } from '../../data/contract/submission.ts';
import { metrics } from '../../data/contract/words.ts';
import { hasOwnValue } from '../../data/derive/ladder.ts';
import { limitOf } from '../../data/derive/limit.ts';
import type { Measurement, SubmissionFile } from '../values/measurement.ts';
import { comparisonKey, type Entry, entryId } from './entry.ts';
import { type Judgement, toEntry } from './measured.ts';

/** Fewer batches show no course. */
const MIN_RUNGS = 3;

/** One batch of a ladder. */
interface Rung {
  /** Position in `results`. */
  index: number;
  batchSize: number;
  outcome: Outcome;
}

export interface Ladder {
  /** Smallest batch first. */
  rungs: readonly Rung[];
}

/** The ladders of a submission; inference cells of fewer than three batches, or of which none ran, are none. */
export function laddersOf({ results }: Pick<Submission, 'results'>): Ladder[] {
  const found = results.flatMap(({ cell, outcome }, index) =>
    cell.mode === 'infer' && cell.batchSize !== null
      ? [{ same: JSON.stringify({ ...cell, batchSize: null }), index, batchSize: cell.batchSize, outcome }]
      : [],
  );
  return [...Map.groupBy(found, ({ same }) => same).values()]
    .map((group) => ({ rungs: group.toSorted((a, b) => a.batchSize - b.batchSize) }))
    .filter(({ rungs }) => rungs.length >= MIN_RUNGS && rungs.some(({ outcome }) => outcome.status === 'ok'));
}

function largestBatch({ rungs }: Ladder): Row['largestBatch'] {
  const largest = rungs.findLast(({ outcome }) => outcome.status === 'ok')!;
  const next = rungs.find(({ batchSize }) => batchSize > largest.batchSize);
  const { batchSize } = largest;
  if (next === undefined || next.outcome.status === 'ok') {
    return { batchSize, limit: 'none', reason: `Batch ${batchSize} is the largest that was tried.` };
  }
  const { reason } = next.outcome;
  const text = [...`Batch ${next.batchSize}: ${reason}`].slice(0, 1000).join('');
  return { batchSize, limit: limitOf(next.outcome) ?? 'none', reason: text };
}

/** Of a value in milliseconds its interval in samples per second, the ends changed over. */
function rateInterval({ ci, metric }: Measurement): Row['ci'] {
  if (ci === null || metric !== 'latencyMs') return ci;
  return { ...ci, low: 1000 / ci.high, high: 1000 / ci.low };
}

const faster = (a: Measurement, b: Measurement) => (b.samplesPerSecond! > a.samplesPerSecond! ? b : a);

function toLadderEntry(
  file: SubmissionFile,
  ladder: Ladder,
  measurements: readonly Measurement[],
  judge: (one: Measurement) => Judgement,
): Entry {
  const indices = new Set(ladder.rungs.map(({ index }) => index));
  const ran = measurements.filter(({ index }) => indices.has(index));
  const trusted = ran.filter((one) => judge(one).withheld === null);
  const sound = trusted.length > 0 ? trusted : ran;
  const timed = sound.filter((one) => !one.probe);
  const best = (timed.length > 0 ? timed : sound).reduce(faster);
  const metric = 'peakSamplesPerSecond';
  const entry = toEntry(file, best, judge(best));
  const batchless = { ...best.cell, batchSize: null };
  const suite = `suite-${file.submission.suiteVersion}`;
  return {
    ...entry,
    row: {
      ...entry.row,
      id: entryId(entry.row.machine.id, batchless, ['best batch']),
      comparisonKey: comparisonKey(suite, batchless, metric, ['best batch']),
      metric,
      unit: metrics[metric].unit,
      value: best.samplesPerSecond!,
      ci: rateInterval(best),
      flags: entry.row.flags.filter(({ id }) => id !== 'few-latency-samples'),
      latency: null,
      ladder: sound
        .map(({ cell, samplesPerSecond }) => ({
          batchSize: cell.batchSize!,
          samplesPerSecond: samplesPerSecond!,
        }))
        .sort((a, b) => a.batchSize - b.batchSize),
      largestBatch: largestBatch(ladder),
    },
  };
}

/** Entries of a file: one for each ladder, one for each measurement that is more than a rung of one. */
export function toEntries(
  file: SubmissionFile,
  measurements: readonly Measurement[],
  judge: (one: Measurement) => Judgement,
): Entry[] {
  const ladders = laddersOf(file.submission);
  const rungs = new Set(
    ladders.flatMap((ladder) => ladder.rungs.filter((rung) => !hasOwnValue(rung)).map(({ index }) => index)),
  );
  const own = measurements.filter(({ index }) => !rungs.has(index));
  return [
    ...own.map((one) => toEntry(file, one, judge(one))),
    ...ladders.map((ladder) => toLadderEntry(file, ladder, measurements, judge)),
  ];
}
