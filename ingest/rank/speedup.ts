/** @file How many times faster than the baseline a value is, and why where that cannot be said. */
import type { Baseline } from '../../data/contract/catalogue.ts';
import type { Flag } from '../../data/contract/leaderboard.ts';
import { metrics } from '../../data/contract/metric.ts';
import { timesFaster } from '../../data/derive/stats.ts';
import type { Candidate } from '../candidates/candidate.ts';

export interface Speedup {
  speedup: number | null;
  speedupReason: string | null;
  baselineValue: number | null;
  /** What a reader must know of the comparison; null where nothing. */
  flag: Flag | null;
}

const none = (speedupReason: string): Speedup => ({
  speedup: null,
  speedupReason,
  baselineValue: null,
  flag: null,
});

/** The batch that makes a throughput of its own; in training it is the recipe's choice, latency and the best batch name theirs. */
const fixedBatch = ({ metric, batchSize }: Candidate['row']) =>
  metric === 'samplesPerSecond' ? batchSize : null;

/**
 * The row that is 1.0x for an entry: one for each workload, mode, metric, size and model file, so that speedups can be
 * compared with each other. A published one comes first, as it does not move; else the fastest engine of the baseline's CPU.
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
    text: `Compared with a published figure, not with a measured one: ${engine}, ${recipe} recipe${batch}, on the baseline's CPU.`,
  };
}

/** Speedup of an entry over the baseline's row of the same workload, mode, metric and size. */
export function speedupOf(
  candidate: Candidate,
  candidates: readonly Candidate[],
  baseline: Baseline,
  name: string,
): Speedup {
  if (candidate.withheld !== null) return none(`Held back: ${candidate.withheld}.`);
  if (candidate.variant.length > 0) {
    return none(`Does other work than the baseline's run: ${candidate.variant.join(', ')}.`);
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
