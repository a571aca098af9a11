/** @file P18: a repetition is measured as long as its preset prescribes, so that a value is not that of a lucky moment. */
import { type Durations, durationsAt } from '../../../data/catalogue/durations.ts';
import { rules } from '../../../data/catalogue/rules.ts';
import type { Cell } from '../../../data/contract/cell.ts';
import type { Repetition } from '../../../data/contract/repetition.ts';
import type { Duration, Purpose } from '../../../data/contract/rules.ts';
import type { Preset } from '../../../data/contract/words.ts';
import { busyReason } from '../../../data/derive/load.ts';
import { ascending, median } from '../../../data/derive/stats.ts';
import { inSeconds } from '../../values/duration-text.ts';
import { loopErrorNs, loopNs, samplesTimed } from '../../values/loop.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding, Subject } from '../contract/check.ts';
import { batchesOf, isSwept, isSweptProbe, usualLength } from './sizes.ts';

/**
 * Samples take nearly all of the loop that the runner waits for: it also prepares samples and reads the clock. That takes up
 * to 1.5 % of the loops in the submissions of this repository, and a tenth of those of the smallest nets.
 */
const OUTSIDE = { share: 0.04, eachNs: 90_000, most: 0.13 };

/** The least share of a loop that its samples take. Of a list that was thinned, the long tail may be missing. */
export function shareOfLoop(repetition: Repetition, ns: number): number {
  if (repetition.samplesThinned > 0) return 1 - OUTSIDE.most;
  const meanNs = ns / samplesTimed(repetition);
  return 1 - Math.min(OUTSIDE.most, OUTSIDE.share + OUTSIDE.eachNs / meanNs);
}

/**
 * What a cell may have been measured for; a file does not say whether a forward pass belongs to a sweep. Attention alone is measured
 * at each length as any other operation or throughput is (`runner/plan/cells.ts`).
 */
export function purposesOf({ mode, batchSize, workload }: Cell): Purpose[] {
  switch (mode) {
    case 'train':
      return ['train'];
    case 'infer':
      if (workload === 'attention') return ['throughput'];
      return batchSize === 1 ? ['latency', 'length-sweep'] : ['throughput', 'batch-sweep', 'length-sweep'];
    case 'op':
      return ['op'];
    case 'prompt':
    case 'generate':
      return ['tokens'];
    case 'converge':
      return [];
  }
}

/** Only sequences of another length than that of training and latency belong to a sweep of lengths. */
const hasSweptLength = (cell: Cell): boolean =>
  cell.sequenceLength !== null && cell.sequenceLength !== usualLength(cell);

/**
 * The durations of which a cell must keep one.
 * @param swept Whether the file has a sweep of batches of the cell.
 * @param durations Of the version of the preset.
 */
function durationsOf(cell: Cell, swept: boolean, durations: Durations): Duration[] {
  return purposesOf(cell)
    .filter((purpose) => purpose !== 'length-sweep' || hasSweptLength(cell))
    .filter((purpose) => purpose !== 'batch-sweep' || swept)
    .map(durations);
}

/** A value from less than half of what its preset prescribes is held back. */
const HELD_BELOW = 0.5;

/** The loop of a repetition. */
interface Loop {
  repetition: Repetition;
  ns: number;
  errorNs: number;
}

const toLoop = (repetition: Repetition): Loop => ({
  repetition,
  ns: loopNs(repetition),
  errorNs: loopErrorNs(repetition),
});

/**
 * How long the runner saw a loop last, where its samples may tell less: the longest ones may be among those that the file leaves
 * out, which P17 compares, and on a busy machine the worker waits between samples, too. 0 if they tell as much, or nothing is
 * known.
 */
function timedMs(cell: Cell, repetition: Repetition): number {
  const { samplesThinned, load } = repetition;
  if (load === null || load.workerCpuNs === null) return 0;
  const isLonger = samplesThinned > 0 || busyReason(cell, { repetitions: [repetition] }) !== null;
  return isLonger ? load.wallNs / 1e6 : 0;
}

/** How much of its durations a loop kept: at least 1 if it ended where the runner would have ended it, or later. */
function keptOf(cell: Cell, { repetition, ns, errorNs }: Loop, needed: readonly Duration[]): number {
  const samples = samplesTimed(repetition);
  const { elapsedNs } = repetition;
  const ms =
    elapsedNs === undefined
      ? Math.max((ns + errorNs) / (shareOfLoop(repetition, ns) * 1e6), timedMs(cell, repetition))
      : elapsedNs / 1e6;
  let most = 0;
  for (const { minSamples, minMeasureMs, maxMeasureMs } of needed) {
    const ofTime = minMeasureMs === 0 ? 1 : ms / minMeasureMs;
    most = Math.max(most, ms / maxMeasureMs, Math.min(ofTime, samples / minSamples));
  }
  return most;
}

/**
 * What a loop takes beside the longest sample that the file has: preparing the last one, and telling how far it is. Of a list
 * that was thinned, the longest may be missing.
 */
const BESIDE_MS = { all: 150, thinned: 500 };

/**
 * Whether the runner would have ended a loop before its last sample, which is at most the longest one. The mean of samples that
 * a file keeps has an error; 2 % is for the clock.
 */
function outlasted(
  { repetition, ns, errorNs }: Loop,
  { minSamples, minMeasureMs, maxMeasureMs }: Duration,
): boolean {
  const lastNs = ascending(repetition.samplesNs).at(-1)!;
  if (ns - errorNs - lastNs > 1.02 * maxMeasureMs * 1e6) return true;
  const { elapsedNs } = repetition;
  if (elapsedNs === undefined || samplesTimed(repetition) <= minSamples) return false;
  const besideMs = repetition.samplesThinned > 0 ? BESIDE_MS.thinned : BESIDE_MS.all;
  return (elapsedNs - lastNs) / 1e6 > 1.02 * minMeasureMs + besideMs;
}

/**
 * Whether a loop was not measured by a duration: it lasted longer, or its clock shows that it ended earlier. One between the
 * durations of two purposes belongs to neither.
 */
const isOther = (cell: Cell, loop: Loop, duration: Duration): boolean =>
  outlasted(loop, duration) ||
  (loop.repetition.elapsedNs !== undefined && keptOf(cell, loop, [duration]) < 1);

/** Whether all lists have the same number of samples, as with --repeat, which measures as long as they take; so may a single one. */
function areRepeated(measurements: readonly Measurement[]): boolean {
  const [first, ...others] = measurements.flatMap(({ outcome }) => outcome.repetitions.map(samplesTimed));
  return first !== undefined && others.every((count) => count === first);
}

/** A measured cell with what all versions of the durations are compared with. */
interface Timed {
  measurement: Measurement;
  loops: readonly Loop[];
  /** Whether the file has a sweep of batches of the cell. */
  swept: boolean;
}

function timedOf(measurements: readonly Measurement[]): Timed[] {
  const batches = batchesOf(measurements);
  const measured = measurements.filter((one) => !isSweptProbe(one, batches));
  return measured.map((measurement) => ({
    measurement,
    loops: measurement.outcome.repetitions.map(toLoop),
    swept: isSwept(measurement.cell, batches),
  }));
}

/**
 * Whether the number of samples was given with --repeat: it is the same everywhere, and not the fewest that some purpose of the
 * preset takes. Such a run may be short without any times having been changed.
 */
export function isRepeated({ file: { submission }, measurements }: Subject): boolean {
  const [first] = measurements;
  if (first === undefined || !areRepeated(measurements)) return false;
  const usual = Object.values(rules.presets[submission.preset].durations).map(({ minSamples }) => minSamples);
  return !usual.includes(samplesTimed(first.outcome.repetitions[0]!));
}

const described = ({ minSamples, minMeasureMs, maxMeasureMs }: Duration) =>
  `${minSamples} samples and ${minMeasureMs / 1000} s, or ${maxMeasureMs / 1000} s`;

/**
 * The least share of the time to its limit that a repetition spends in what a file tells of it: the rest is the check before the
 * loop. A time budget makes limits short and checks a large part; the limits of the presets are seconds at least.
 */
const TOLD = { withBudget: 0.25, byPreset: 0.5 };

/**
 * Whether a repetition may have ended because the time of its run was used up: it recorded a limit, and what is known of it
 * takes so long that the limit was reached.
 */
function wasLimited({ repetition, ns }: Loop, hasBudget: boolean): boolean {
  const { limitMs, coldStartNs, warmUpSteps, samplesNs } = repetition;
  if (limitMs === undefined) return false;
  const warmUpNs = repetition.warmUpNs ?? warmUpSteps * median(samplesNs);
  const told = coldStartNs + warmUpNs + (repetition.elapsedNs ?? ns);
  return told > (hasBudget ? TOLD.withBudget : TOLD.byPreset) * limitMs * 1e6;
}

/** How the run was chosen. */
interface Options {
  preset: Preset;
  /** Whether the number of samples was given. */
  repeated: boolean;
  /** Whether the time was given. */
  hasBudget: boolean;
}

/** The finding about one cell, whose loops must have kept one of some durations; null if they did. */
function findingOf(
  { measurement, loops }: Timed,
  needed: readonly Duration[],
  { preset, repeated, hasBudget }: Options,
): CheckFinding | null {
  const about = ({ repetition, ns }: Loop, word: string) => {
    const took = `${samplesTimed(repetition)} samples of ${inSeconds(ns)} together`;
    return `repetition ${repetition.runIndex} has ${took}, ${word} than the preset ${preset} measures: ${described(needed[0]!)}`;
  };
  const kept = loops.map((loop) => keptOf(measurement.cell, loop, needed));
  const share = Math.min(...kept);
  if (share < 1) {
    const severity = share < HELD_BELOW ? 'quarantine' : 'flag';
    const shortest = loops[kept.indexOf(share)]!;
    const text = about(shortest, 'less');
    if (!loops.every((loop, i) => kept[i]! >= 1 || wasLimited(loop, hasBudget)))
      return { check: 'p18-short', severity, measurement, text };
    const seconds = (shortest.repetition.limitMs! / 1000).toPrecision(3);
    const why = `only ${seconds} s of the run were left for it; measure again with a longer --time-budget, or fewer workloads`;
    return { check: 'time-budget', severity, measurement, text: `${text}: ${why}` };
  }
  // A whole epoch has as many steps as it takes.
  if (repeated || (preset === 'full' && measurement.cell.mode === 'train')) return null;
  const longest = loops.find((loop) => needed.every((duration) => isOther(measurement.cell, loop, duration)));
  if (longest === undefined) return null;
  return { check: 'p18-long', severity: 'flag', measurement, text: about(longest, 'more') };
}

/** What is wrong with a file if its runner had one version of the durations. */
function findingsOf(all: readonly Timed[], durations: Durations, options: Options): CheckFinding[] {
  return all.flatMap((timed): CheckFinding[] => {
    const needed = durationsOf(timed.measurement.cell, timed.swept, durations);
    const found = needed.length === 0 ? null : findingOf(timed, needed, options);
    return found === null ? [] : [found];
  });
}

/**
 * Finds loops that are too short: runs with --repeat, or samples that were removed or made shorter; and loops that are too
 * long, whose samples were made longer. One that a time budget ended says so. The version of the runner is the one that
 * explains most cells of the file. Smoke runs and quick tests are not ranked anyway.
 */
export const duration: Check = ({ file, measurements }) => {
  const { preset, runner, startedAt, timeBudgetMs } = file.submission;
  if (runner.origin === 'browser' || preset === 'smoke') return [];
  const versions = durationsAt(preset, Date.parse(startedAt));
  const timed = timedOf(measurements);
  const options = { preset, repeated: areRepeated(measurements), hasBudget: timeBudgetMs != null };
  const all = versions.map((durations) => findingsOf(timed, durations, options));
  const fewest = Math.min(...all.map(({ length }) => length));
  return all.find(({ length }) => length === fewest) ?? [];
};
