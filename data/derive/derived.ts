/** @file Derives further values from the samples of a cell: percentiles, drift, energy, convergence. Pure. */
import type { Ok, Power } from '../contract/outcome.ts';
import type { Repetition } from '../contract/repetition.ts';
import type { Metric } from '../contract/words.ts';
import { ascending, median } from './stats.ts';

type Repetitions = readonly Repetition[];

/** Median nanoseconds of one item. */
const itemNs = ({ samplesNs, itemsPerSample }: Repetition): number => median(samplesNs) / itemsPerSample;

/** The 90th percentile over the samples of all repetitions, in milliseconds per item, and the number of samples. */
export function latencyOf(repetitions: Repetitions): { p90Ms: number; samples: number } {
  const samples = repetitions.reduce((sum, { samplesNs }) => sum + samplesNs.length, 0);
  const position = (samples - 1) * 0.9;
  const below = Math.floor(position);
  const [low, high] = largest(repetitions, samples - below);
  return { p90Ms: low + (high - low) * (position - below), samples };
}

/**
 * The `count`-th largest time of an item in milliseconds, and the one above it (the same if there is none): taken from the
 * ends of the sorted samples of each repetition, because only a tenth of all lies above the percentile.
 */
function largest(repetitions: Repetitions, count: number): [value: number, above: number] {
  const lists = repetitions.map(({ samplesNs, itemsPerSample }) => ({
    ordered: ascending(samplesNs),
    itemsPerSample,
    next: samplesNs.length - 1,
  }));
  const lastOf = ({ ordered, itemsPerSample, next }: (typeof lists)[number]) =>
    next < 0 ? -Infinity : ordered[next]! / 1e6 / itemsPerSample;
  let [value, above] = [NaN, NaN];
  for (let taken = 0; taken < count; taken++) {
    let slowest = lists[0]!;
    for (const list of lists) if (lastOf(list) > lastOf(slowest)) slowest = list;
    [value, above] = [lastOf(slowest), taken === 0 ? lastOf(slowest) : value];
    slowest.next -= 1;
  }
  return [value, above];
}

/** Drift above which a run was not in a steady state, for example because the machine warmed up. */
export const NOTABLE_DRIFT = 0.05;

/** Time per item in the last repetition over that in the first, minus 1; null below two repetitions. */
export function driftOf(repetitions: Repetitions): number | null {
  if (repetitions.length < 2) return null;
  const inOrder = repetitions.toSorted((a, b) => a.runIndex - b.runIndex);
  return itemNs(inOrder.at(-1)!) / itemNs(inOrder[0]!) - 1;
}

/**
 * Seconds from the start of the process to the end of the first step: loading the engine, opening the device, building,
 * compiling. Median over the repetitions; null if one of them lacks its start-up.
 */
export function firstStepOf(repetitions: Repetitions): number | null {
  const seconds = repetitions.flatMap(({ startUpNs, coldStartNs }) =>
    startUpNs === null ? [] : [(startUpNs + coldStartNs) / 1e9],
  );
  return seconds.length < repetitions.length ? null : median(seconds);
}

/** Mean of all readings inside the timed loops. */
export const meanWatts = ({ samples }: Pick<Power, 'samples'>): number =>
  samples.reduce((sum, { watts }) => sum + watts, 0) / samples.length;

/** Energy of a value; `joules` and `per` are null for an operation, which has no items to count. */
export interface Energy {
  watts: number;
  joules: number | null;
  per: 'epoch' | '1000 samples' | '1000 tokens' | 'run' | null;
}

/** Mean watts times the seconds of what the metric counts. Null if there was no counter. */
export function energyOf({ power }: Pick<Ok, 'power'>, metric: Metric, value: number): Energy | null {
  if (power === null) return null;
  const watts = meanWatts(power);
  switch (metric) {
    case 'secondsPerEpoch':
      return { watts, joules: watts * value, per: 'epoch' };
    case 'latencyMs':
      // 1000 samples take as many seconds as one takes milliseconds.
      return { watts, joules: watts * value, per: '1000 samples' };
    case 'samplesPerSecond':
    case 'peakSamplesPerSecond':
      return { watts, joules: (watts * 1000) / value, per: '1000 samples' };
    case 'tokensPerSecond':
      return { watts, joules: (watts * 1000) / value, per: '1000 tokens' };
    case 'secondsToTarget':
      return { watts, joules: watts * value, per: 'run' };
    case 'tflops':
    case 'gigabytesPerSecond':
      return { watts, joules: null, per: null };
  }
}

/** Summary of the training runs to a target, including those that missed it. */
export interface Training {
  target: number;
  /** Median of the runs that reached the target; null if none did. */
  epochs: number | null;
  runs: number;
  reached: number;
  dataSource: 'official' | 'generated';
}

/** Summarizes training to a target; null for other modes. */
export function trainingOf(repetitions: Repetitions): Training | null {
  const runs = repetitions.flatMap(({ convergence }) => convergence ?? []);
  const [first] = runs;
  if (first === undefined) return null;
  const epochs = runs.filter(({ reached }) => reached).map((run) => run.epochs.length);
  return {
    target: first.target,
    epochs: epochs.length === 0 ? null : median(epochs),
    runs: runs.length,
    reached: epochs.length,
    dataSource: first.dataSource,
  };
}
