/** @file P17: the timed loop is as long as its samples: the clock of the runner and the times of the power readings agree with them. */
import type { Cell } from '../../../data/contract/cell.ts';
import type { Power } from '../../../data/contract/outcome.ts';
import type { Repetition } from '../../../data/contract/repetition.ts';
import { busyReason } from '../../../data/derive/load.ts';
import { ascending, median, quantile } from '../../../data/derive/stats.ts';
import { inSeconds } from '../../values/duration-text.ts';
import { loopErrorNs, loopNs, samplesTimed } from '../../values/loop.ts';
import type { Check, CheckFinding, Severity } from '../contract/check.ts';
import { shareOfLoop } from './duration.ts';

/** A loop shorter than this is not timed by the runner, which then records the whole repetition (runner/load/recorder.ts). */
const SHORTEST_LOOP_NS = 5e8;

/**
 * The loop also prepares the next samples and reads the clock. In the submissions of this repository it is 1.01 to 1.09
 * times as long as its samples.
 */
const LOOP_OVER_SAMPLES = 1.15;
/** Messages of the start and the end of the loop arrive this much later or earlier. */
const MESSAGES_NS = 5e7;

/** The last power reading lies between 0.87 and 1.09 times the samples, in one older file at 1.58 of a short loop. */
const READINGS_OVER_SAMPLES = 1.3;
/** Readings are up to a few tenths of a second apart. */
const READINGS_NS = 3e8;
/** Where several are thinned or joined, the last ones of a repetition are missing. */
const LEAST_READINGS = 0.75;

/** From so many repetitions on, a single one may hold a long interruption among the samples that the file leaves out. */
const ENOUGH_REPETITIONS = 3;

/**
 * One interruption between samples: in an honest run on a virtual machine 135 ms of a loop of 2.3 s with five samples were outside
 * of them.
 */
const INTERRUPTION_NS = 1e8;

/** What one interruption between samples may take. A host that held one of them up for longer may do so between two, too. */
const interruptionNs = ({ samplesNs }: Repetition): number =>
  Math.max(INTERRUPTION_NS, ascending(samplesNs).at(-1)! - median(samplesNs));

type Doubt = [severity: Severity, text: string];

/**
 * Whether the load may be that of a whole repetition, which also starts and checks the worker. Tokens are measured by their
 * number; everything else at least as long as the shortest loop, so that a third of it leaves room for times that were changed.
 */
const mayBeWhole = ({ mode }: Cell, samplesNs: number): boolean =>
  samplesNs < (mode === 'prompt' || mode === 'generate' ? 1 : 1 / 3) * SHORTEST_LOOP_NS;

function doubtOfLoad(cell: Cell, repetition: Repetition): Doubt[] {
  const { load, runIndex } = repetition;
  const [samples, error] = [loopNs(repetition), loopErrorNs(repetition)];
  // Without the worker's own time the load is that of a moment before the repetition, as on Windows.
  if (load === null || load.workerCpuNs === null) return [];
  const { wallNs, workerCpuNs, processors } = load;
  if (samples - error > wallNs * 1.01 + MESSAGES_NS) {
    const text = `the samples of repetition ${runIndex} took ${inSeconds(samples)}, but its loop only ${inSeconds(wallNs)}`;
    return [['quarantine', text]];
  }
  if (workerCpuNs > 1.1 * processors * wallNs + 10 * MESSAGES_NS) {
    const text = `repetition ${runIndex} used ${inSeconds(workerCpuNs)} of processor time in ${inSeconds(wallNs)} on ${processors} processors`;
    return [['quarantine', text]];
  }
  if (
    mayBeWhole(cell, samples) ||
    wallNs <= LOOP_OVER_SAMPLES * (samples + error) + interruptionNs(repetition)
  )
    return [];
  // The worker waits for a processor between its samples, too; such a value is held back anyway.
  if (busyReason(cell, { repetitions: [repetition] }) !== null) return [];
  const share = (wallNs / samples).toPrecision(3);
  return [
    [
      'flag',
      `the loop of repetition ${runIndex} lasted ${inSeconds(wallNs)}, ${share} times as long as its samples`,
    ],
  ];
}

/** What the worker itself measured of its loop: not shorter than its samples, and hardly longer. */
function doubtOfElapsed(cell: Cell, repetition: Repetition): Doubt[] {
  const { elapsedNs, runIndex } = repetition;
  if (elapsedNs === undefined) return [];
  const [samples, error] = [loopNs(repetition), loopErrorNs(repetition)];
  const count = samplesTimed(repetition);
  // Each reading of the clock is rounded.
  if (samples - error > elapsedNs + count) {
    const text = `the samples of repetition ${runIndex} took ${inSeconds(samples)}, but by the clock of the worker the loop took only ${inSeconds(elapsedNs)}`;
    return [['quarantine', text]];
  }
  if ((elapsedNs - interruptionNs(repetition)) * shareOfLoop(repetition, samples) <= samples + error)
    return [];
  if (busyReason(cell, { repetitions: [repetition] }) !== null) return [];
  const share = (elapsedNs / samples).toPrecision(3);
  return [
    [
      'flag',
      `by the clock of the worker the loop of repetition ${runIndex} took ${inSeconds(elapsedNs)}, ${share} times as long as its samples`,
    ],
  ];
}

/** A loop goes on for a sample after its limit; its clock counts from the start of building. */
function doubtOfLimit({
  limitMs,
  coldStartNs,
  warmUpNs,
  elapsedNs,
  samplesNs,
  runIndex,
}: Repetition): Doubt[] {
  if (limitMs === undefined || warmUpNs === undefined || elapsedNs === undefined) return [];
  const before = coldStartNs + warmUpNs + elapsedNs - ascending(samplesNs).at(-1)!;
  if (before <= 1.02 * limitMs * 1e6 + MESSAGES_NS) return [];
  const text = `repetition ${runIndex} took ${inSeconds(before)} before its last sample, although none starts after ${limitMs / 1000} s`;
  return [['flag', text]];
}

/** Readings count from the start of the first loop without the time between the loops. */
function doubtOfReadings(repetitions: readonly Repetition[], power: Power | null): Doubt[] {
  const last = power?.samples.at(-1)?.atNs ?? 0;
  const samples = repetitions.reduce((sum, one) => sum + loopNs(one), 0);
  const error = repetitions.reduce((sum, one) => sum + loopErrorNs(one), 0);
  if (power !== null && power.lost === null) {
    // A meter of means is read only after its window, and the last reading may be that long before the end.
    const missing = repetitions.length * READINGS_NS + 2 * (last / power.samples.length);
    if (last < LEAST_READINGS * (samples - error) - missing)
      return [
        [
          'flag',
          `the power was read for ${inSeconds(last)} only, but the timed loops took ${inSeconds(samples)}`,
        ],
      ];
  }
  if (last <= READINGS_OVER_SAMPLES * (samples + error) + repetitions.length * READINGS_NS) return [];
  return [
    [
      'flag',
      `the power was read for ${inSeconds(last)} inside the timed loops, but their samples took only ${inSeconds(samples)}`,
    ],
  ];
}

/** Counters are read at least this far apart (`runner/power`), and fewer readings say little about it. */
const LEAST_APART_NS = 1e8;
const ENOUGH_READINGS = 4;

/** Thinned evenly, readings are one or two of the shorter gaps apart; a busy machine misses a few. */
const WIDE_GAP = 2.5;
const WIDE_GAPS = { fewest: 2, share: 0.08 };

function doubtOfGaps(times: readonly number[]): Doubt[] {
  const gaps = times.slice(1).map((atNs, i) => atNs - times[i]!);
  const usual = quantile(gaps, 0.25);
  const wide = gaps.filter((gap) => gap > WIDE_GAP * usual);
  if (wide.length < Math.max(WIDE_GAPS.fewest, WIDE_GAPS.share * gaps.length)) return [];
  const text = `${wide.length} of the ${times.length} power readings come more than ${WIDE_GAP} times as long after the one before as others do, as if some were left out`;
  return [['flag', text]];
}

/** Readings that even a thinned list has (`runner/results/outcome.ts`): shorter ones hold all that the meter gave. */
const THINNED = 13;

/** Of a short list the share of the readings that its loops had time for. */
const LEAST_COUNT = 0.5;

/** A meter that gave its readings at some distance would have given more of them in loops of this length. */
function doubtOfCount(repetitions: readonly Repetition[], times: readonly number[]): Doubt[] {
  if (times.length < ENOUGH_READINGS - 1 || times.length >= THINNED) return [];
  const loops = repetitions.reduce((sum, { elapsedNs = 0 }) => sum + Math.max(0, elapsedNs - READINGS_NS), 0);
  const apart = Math.max(LEAST_APART_NS, Math.min(...times.slice(1).map((atNs, i) => atNs - times[i]!)));
  if (times.length >= LEAST_COUNT * (loops / apart)) return [];
  const text = `the power has ${times.length} readings, as little as ${inSeconds(apart)} apart, although the timed loops took more than ${inSeconds(loops)}`;
  return [['flag', text]];
}

function doubtOfSpacing(repetitions: readonly Repetition[], power: Power | null): Doubt[] {
  const times = power?.samples.map(({ atNs }) => atNs) ?? [];
  if (times.some((atNs, i) => atNs < (times[i - 1] ?? 0)))
    return [['quarantine', 'the power readings are not in order']];
  if (power?.lost === null) {
    const doubts = doubtOfCount(repetitions, times);
    if (doubts.length > 0) return doubts;
  }
  if (times.length < ENOUGH_READINGS) return [];
  const apart = median(times.slice(1).map((atNs, i) => atNs - times[i]!));
  if (apart >= 0.9 * LEAST_APART_NS) return doubtOfGaps(times);
  const text = `the power was read every ${(apart / 1e6).toPrecision(3)} ms, but the runner reads it every ${LEAST_APART_NS / 1e6} ms at most`;
  return [['flag', text]];
}

/** The doubts of all repetitions. Changed times are too short in all of them, a hidden interruption is in one. */
function doubtsOfLoads(cell: Cell, repetitions: readonly Repetition[]): Doubt[] {
  const all = repetitions.map((one) => ({
    one,
    doubts: [...doubtOfLoad(cell, one), ...doubtOfElapsed(cell, one), ...doubtOfLimit(one)],
  }));
  const [doubtful, ...others] = all.filter(({ doubts }) => doubts.length > 0);
  const isHidden =
    others.length === 0 &&
    repetitions.length >= ENOUGH_REPETITIONS &&
    (doubtful?.one.samplesThinned ?? 0) > 0;
  return all.flatMap(({ doubts }) => doubts.filter(([severity]) => severity !== 'flag' || !isHidden));
}

export const loopTime: Check = ({ measurements }) =>
  measurements.flatMap((measurement): CheckFinding[] => {
    const { repetitions, power } = measurement.outcome;
    const doubts = [
      ...doubtsOfLoads(measurement.cell, repetitions),
      ...doubtOfReadings(repetitions, power),
      ...doubtOfSpacing(repetitions, power),
    ];
    return doubts.map(([severity, text]) => ({ check: 'p17-loop-time', severity, measurement, text }));
  });
