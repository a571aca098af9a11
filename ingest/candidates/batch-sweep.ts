/** @file Batch sweeps of a submission: each becomes one candidate with the best throughput. */
import type { Row } from '../../data/contract/leaderboard.ts';
import { metrics } from '../../data/contract/metric.ts';
import type { Outcome } from '../../data/contract/outcome.ts';
import type { Submission } from '../../data/contract/submission.ts';
import {
  type Attempt,
  type BatchSweep,
  batchSweepsOf,
  bestBatch,
  onlySwept,
} from '../../data/derive/batch-sweep.ts';
import { remembered } from '../../data/derive/cells/shared.ts';
import { BEST_BATCH, comparisonKey } from '../../data/derive/comparison-key.ts';
import { limitOf } from '../../data/derive/limit.ts';
import type { SubmissionFile } from '../values/file.ts';
import type { Measurement } from '../values/measurement.ts';
import { type Candidate, candidateId } from './candidate.ts';
import { type CheckedFacts, toCandidate } from './measured.ts';

/** A result as an attempt of a sweep. */
export interface Swept extends Attempt {
  /** Position in `results`. */
  index: number;
  outcome: Outcome;
}

/** Both the values and the gaps of a file need them. */
export const sweepsOf = remembered(({ results }: Pick<Submission, 'results'>): BatchSweep<Swept>[] =>
  batchSweepsOf(
    results.map(({ cell, outcome }, index) => ({ cell, status: outcome.status, outcome, index })),
  ),
);

function largestBatch({ largest, end }: BatchSweep<Swept>): Row['largestBatch'] {
  const batchSize = largest.cell.batchSize!;
  if (end === null || end.outcome.status === 'ok') {
    return { batchSize, limit: 'none', reason: `Batch ${batchSize} is the largest that was tried.` };
  }
  const reason = [...`Batch ${end.cell.batchSize}: ${end.outcome.reason}`].slice(0, 1000).join('');
  return { batchSize, limit: limitOf(end.outcome) ?? 'none', reason };
}

/** The interval in samples per second; a latency's interval is inverted, which swaps its ends. */
function rateInterval({ ci, metric }: Measurement): Row['ci'] {
  if (ci === null || metric !== 'latencyMs') return ci;
  return { ...ci, low: 1000 / ci.high, high: 1000 / ci.low };
}

function toSweepCandidate(
  file: SubmissionFile,
  sweep: BatchSweep<Swept>,
  measurements: readonly Measurement[],
  checkedFactsOf: (one: Measurement) => CheckedFacts,
): Candidate {
  const indices = new Set(sweep.attempts.map(({ index }) => index));
  const ran = measurements.filter(({ index }) => indices.has(index));
  const trusted = ran.filter((one) => checkedFactsOf(one).withheld === null);
  // Hardly anything is checked of a probe, so that one alone is no value.
  const sound = trusted.some(({ probe }) => !probe) ? trusted : ran;
  const ascending = sound.toSorted((a, b) => a.cell.batchSize! - b.cell.batchSize!);
  const best = bestBatch(sound);
  const metric = 'peakSamplesPerSecond';
  const candidate = toCandidate(file, best, checkedFactsOf(best));
  const batchless = { ...best.cell, batchSize: null };
  const suite = `suite-${file.submission.suiteVersion}`;
  return {
    ...candidate,
    rungs: ascending.map(({ index }) => index),
    row: {
      ...candidate.row,
      id: candidateId(candidate.row.machine.id, batchless, candidate.row.hardware, [BEST_BATCH]),
      comparisonKey: comparisonKey(suite, batchless, metric, [BEST_BATCH]),
      metric,
      unit: metrics[metric].unit,
      value: best.samplesPerSecond!,
      ci: rateInterval(best),
      flags: candidate.row.flags.filter(({ id }) => id !== 'few-latency-samples'),
      latency: null,
      ladder: ascending.map(({ cell, samplesPerSecond }) => ({
        batchSize: cell.batchSize!,
        samplesPerSecond: samplesPerSecond!,
      })),
      largestBatch: largestBatch(sweep),
    },
  };
}

/** The candidates of a file: one for each sweep and one for each measurement that is not only part of a sweep. */
export function toCandidates(
  file: SubmissionFile,
  measurements: readonly Measurement[],
  checkedFactsOf: (one: Measurement) => CheckedFacts,
): Candidate[] {
  const sweeps = sweepsOf(file.submission);
  const swept = new Set([...onlySwept(sweeps)].map(({ index }) => index));
  const own = measurements.filter(({ index }) => !swept.has(index));
  return [
    ...own.map((one) => toCandidate(file, one, checkedFactsOf(one))),
    ...sweeps.map((sweep) => toSweepCandidate(file, sweep, measurements, checkedFactsOf)),
  ];
}
