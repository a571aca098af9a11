/** @file What a row says beside its value: percentiles, drift, memory, energy, cost, the way to a target. */
import type { Row } from '../data/contract/leaderboard.ts';
import type { Ok } from '../data/contract/outcome.ts';
import { median, quantile } from '../data/contract/stats.ts';
import type { Metric } from '../data/contract/words.ts';
import { costOf, hourlyPrice } from './cost.ts';
import { type Details, noDetails } from './entry.ts';
import type { Measurement, SubmissionFile } from './measured.ts';

/** The 90th percentile over the samples of all repetitions, each of one inference; null for other metrics. */
function latencyOf({ metric, outcome }: Measurement): Row['latency'] {
  if (metric !== 'latencyMs') return null;
  const milliseconds = outcome.repetitions.flatMap(({ samplesNs, itemsPerSample }) =>
    samplesNs.map((ns) => ns / 1e6 / itemsPerSample),
  );
  return { p90Ms: quantile(milliseconds, 0.9), samples: milliseconds.length };
}

/** How much longer an item took in the last repetition than in the first. */
export function driftOf({ repetitions }: Pick<Ok, 'repetitions'>): number | null {
  const inOrder = repetitions.toSorted((a, b) => a.runIndex - b.runIndex);
  if (inOrder.length < 2) return null;
  const nsPerItem = ({ samplesNs, itemsPerSample }: Ok['repetitions'][number]) =>
    median(samplesNs) / itemsPerSample;
  return nsPerItem(inOrder.at(-1)!) / nsPerItem(inOrder[0]!) - 1;
}

/** Mean of all readings inside the timed loops; null where there was no counter. */
export function meanWatts({ power }: Pick<Ok, 'power'>): number | null {
  if (power === null) return null;
  return power.samples.reduce((sum, { watts }) => sum + watts, 0) / power.samples.length;
}

/** What the energy of a value is counted for, and how many seconds that takes; null for an operation. */
function span(
  metric: Metric,
  value: number,
): { per: 'epoch' | '1000 samples' | 'run'; seconds: number } | null {
  switch (metric) {
    case 'secondsPerEpoch':
      return { per: 'epoch', seconds: value };
    case 'latencyMs':
      return { per: '1000 samples', seconds: value };
    case 'samplesPerSecond':
    case 'peakSamplesPerSecond':
      return { per: '1000 samples', seconds: 1000 / value };
    case 'secondsToTarget':
      return { per: 'run', seconds: value };
    case 'tflops':
      return null;
  }
}

function energyOf({ metric, value, outcome }: Measurement): Row['energy'] {
  const watts = meanWatts(outcome);
  const whole = span(metric, value);
  if (outcome.power === null || watts === null || whole === null) return null;
  const { source, scope, idleWatts } = outcome.power;
  return { source, scope, watts, idleWatts, joules: watts * whole.seconds, per: whole.per };
}

function convergenceOf({ metric, outcome }: Measurement): Row['convergence'] {
  if (metric !== 'secondsToTarget') return null;
  const runs = outcome.repetitions.flatMap(({ convergence }) => convergence ?? []);
  const reached = runs.filter((run) => run.reached);
  const { target, dataSource } = runs[0]!;
  return {
    target,
    epochs: median(reached.map(({ epochs }) => epochs.length)),
    runs: runs.length,
    reached: reached.length,
    dataSource,
  };
}

/** Everything of a measured cell but its ladder, which is made of several. */
export function detailsOf({ submission }: SubmissionFile, measurement: Measurement): Details {
  const { facts, hardware, metric, outcome, value } = measurement;
  return {
    ...noDetails,
    latency: latencyOf(measurement),
    drift: driftOf(outcome),
    peakMemory: outcome.peakMemory,
    energy: energyOf(measurement),
    cost: costOf(facts, metric, value, hourlyPrice(submission, hardware)),
    convergence: convergenceOf(measurement),
  };
}
