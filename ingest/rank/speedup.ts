/** @file How many times faster than the baseline a value is, or why that is unknown. */
import type { Baseline } from '../../data/contract/catalogue.ts';
import type { Flag } from '../../data/contract/leaderboard.ts';
import { metrics } from '../../data/contract/metric.ts';
import { timesFaster } from '../../data/derive/stats.ts';
import type { Candidate } from '../candidates/candidate.ts';

export interface Speedup {
  speedup: number | null;
  speedupReason: string | null;
  baselineValue: number | null;
  /** A flag about the comparison itself; null if there is none. */
  flag: Flag | null;
}

const none = (speedupReason: string): Speedup => ({
  speedup: null,
  speedupReason,
  baselineValue: null,
  flag: null,
});

/**
 * The batch size that must be equal for a comparison. Only a throughput has one: in training the recipe chooses the batch,
 * and latency and best-batch metrics define their own.
 */
const fixedBatch = ({ metric, batchSize }: Candidate['row']) =>
  metric === 'samplesPerSecond' ? batchSize : null;

/**
 * The row that is 1.0x for a candidate: one for each workload, mode, metric, size and model file, so that speedups are
 * comparable. A published value has priority because it never changes; otherwise it is the fastest engine on the
 * baseline's CPU.
 */
function baselineOf(
  candidate: Candidate,
  candidates: readonly Candidate[],
  baseline: Baseline,
): Candidate | null {
  const { workload, mode, metric, size, sequenceLength, languageModel } = candidate.row;
  const baselines = candidates.filter(
    ({ row, variant, unranked, withheld }) =>
      row.hardware === baseline.hardware &&
      row.device.kind === baseline.device &&
      row.workload === workload &&
      row.mode === mode &&
      row.metric === metric &&
      row.size === size &&
      row.sequenceLength === sequenceLength &&
      row.languageModel?.sha256 === languageModel?.sha256 &&
      fixedBatch(row) === fixedBatch(candidate.row) &&
      variant.length === 0 &&
      unranked === null &&
      withheld === null,
  );
  const published = baselines.filter(({ row }) => row.provenance === 'published');
  const eligible = published.length > 0 ? published : baselines;
  const fastest = (a: Candidate, b: Candidate) => {
    const ratio = timesFaster(metrics[metric].higherIsBetter, b.row.value, a.row.value);
    return ratio > 1 || (ratio === 1 && b.row.id < a.row.id) ? b : a;
  };
  return eligible.length === 0 ? null : eligible.reduce(fastest);
}

function publishedBaseline(candidate: Candidate, base: Candidate): Flag | null {
  if (candidate.row.provenance === 'published' || base.row.provenance !== 'published') return null;
  const { engine, recipe, batchSize } = base.row;
  const batch = batchSize === null ? '' : `, batch ${batchSize}`;
  return {
    id: 'published-baseline',
    text: `Compared with a published value, not a measured one: ${engine}, ${recipe} recipe${batch}, on the baseline's CPU.`,
  };
}

/** Speedup of a candidate over the baseline's row of the same workload, mode, metric and size. */
export function speedupOf(
  candidate: Candidate,
  candidates: readonly Candidate[],
  baseline: Baseline,
  name: string,
): Speedup {
  if (candidate.withheld !== null) return none(`Held back: ${candidate.withheld}.`);
  if (candidate.variant.length > 0) {
    return none(`The work differs from that of the baseline: ${candidate.variant.join(', ')}.`);
  }
  const base = baselineOf(candidate, candidates, baseline);
  if (base === null) {
    const what = candidate.row.languageModel === null ? 'workload, mode and size' : 'model file and mode';
    return none(`The ${name} has no value for this ${what} yet.`);
  }
  return {
    speedup: timesFaster(metrics[candidate.row.metric].higherIsBetter, candidate.row.value, base.row.value),
    speedupReason: null,
    baselineValue: base.row.value,
    flag: publishedBaseline(candidate, base),
  };
}
