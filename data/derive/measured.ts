/** @file Derives the value of a measured cell and all its details from the samples. Pure. */
import type { WorkloadFacts } from '../contract/catalogue.ts';
import type { Cell } from '../contract/cell.ts';
import type { Ok } from '../contract/outcome.ts';
import type { Repetition } from '../contract/repetition.ts';
import {
  driftOf,
  type Energy,
  energyOf,
  firstStepOf,
  latencyOf,
  type Training,
  trainingOf,
} from './derived.ts';
import { achievedTflops, samplesPerSecond } from './rate.ts';
import { type Summary, summarize } from './summary.ts';
import { workOf } from './work.ts';

export interface MeasuredValue extends Summary {
  /** The value as samples per second; null for operations, tokens and training to a target. */
  samplesPerSecond: number | null;
  /** The value as TFLOP/s by the direct algorithm; null if the number of operations is unknown. */
  achievedTflops: number | null;
  /** For a latency, the 90th percentile in milliseconds and the number of single inferences; otherwise null. */
  latency: { p90Ms: number; samples: number } | null;
  /** Time of the last repetition over that of the first, minus 1; null for a single repetition. */
  drift: number | null;
  /** Seconds from the start of the process to the end of the first step; null if the file does not say. */
  firstStepSeconds: number | null;
  /** Null without a counter. */
  energy: Energy | null;
  /** Null for every mode but `converge`. */
  training: Training | null;
  /** A single sample without warm-up, which shows that a batch fits but not how fast it is. */
  probe: boolean;
}

/** @throws RangeError if the cell does not have the fields that its metric needs */
export function measuredOf(cell: Cell, outcome: Ok, facts: WorkloadFacts): MeasuredValue {
  const summary = summarize(cell, outcome, workOf(facts, cell));
  const { metric, value } = summary;
  const perSecond = samplesPerSecond(facts, metric, value);
  const { repetitions } = outcome;
  return {
    ...summary,
    samplesPerSecond: perSecond,
    achievedTflops: achievedTflops(facts, cell, value, perSecond),
    latency: metric === 'latencyMs' ? latencyOf(repetitions) : null,
    drift: driftOf(repetitions),
    firstStepSeconds: firstStepOf(repetitions),
    energy: energyOf(outcome, metric, value),
    training: trainingOf(repetitions),
    probe: isProbe(repetitions),
  };
}

function isProbe(repetitions: readonly Repetition[]): boolean {
  return repetitions.every(
    ({ warmUpSteps, samplesNs, samplesThinned }) =>
      warmUpSteps === 0 && samplesNs.length === 1 && samplesThinned === 0,
  );
}

/** Samples per second of a forward pass, which can be derived without facts about the workload. */
export function forwardRate(
  cell: Pick<Cell, 'workload' | 'batchSize'>,
  outcome: Pick<Ok, 'repetitions'>,
): number {
  const none = { trainingSamples: null, opMacs: null, opBytes: null };
  const { metric, value } = summarize({ ...cell, mode: 'infer' }, outcome, none);
  return samplesPerSecond(none, metric, value)!;
}
