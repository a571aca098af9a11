/** @file P34: a repetition warms up as its preset prescribes, and as fast as it computes, so that neither times nor counts were changed. */
import { rules } from '../../../data/catalogue/rules.ts';
import type { Repetition } from '../../../data/contract/repetition.ts';
import type { Duration, WarmUp } from '../../../data/contract/rules.ts';
import type { Preset } from '../../../data/contract/words.ts';
import { busyReason } from '../../../data/derive/load.ts';
import { ascending } from '../../../data/derive/stats.ts';
import { inSeconds } from '../../values/duration-text.ts';
import { LEAST_OF_FASTEST } from '../../values/loop.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';
import { purposesOf } from './duration.ts';
import { batchesOf, isSweptProbe } from './sizes.ts';

/** Share of its part of the limit that a warm-up takes at least if the limit ended it: the rest is building and checking. */
const TOLD = 0.25;

interface WarmedUp extends Repetition {
  warmUpNs: number;
}

const hasWarmedUp = (repetition: Repetition): repetition is WarmedUp => repetition.warmUpNs !== undefined;

/** Milliseconds after which a warm-up ends in any case, once it has its steps. */
const longestMs = ({ minMs }: WarmUp, { maxMeasureMs }: Duration): number =>
  Math.min(rules.warmUpEnd.longest * minMs, maxMeasureMs);

/** Whether a warm-up could end after its last step. */
function isComplete(
  { warmUpSteps, warmUpNs, steady }: WarmedUp,
  warmUp: WarmUp,
  duration: Duration,
): boolean {
  const ms = warmUpNs / 1e6;
  if (ms >= duration.maxMeasureMs) return true;
  if (warmUpSteps < warmUp.minSteps || ms < warmUp.minMs) return false;
  // A single step is not steady.
  return (steady && warmUpSteps > 1) || ms >= longestMs(warmUp, duration);
}

/** The last step of a warm-up may be longer than all that is known of its steps by this factor. */
const LAST_STEP = 3;

/** Whether a warm-up had to end before its last step, which is not known alone. */
function isOverdue(
  { warmUpSteps, warmUpNs, samplesNs }: WarmedUp,
  warmUp: WarmUp,
  duration: Duration,
): boolean {
  const lastNs = LAST_STEP * Math.max(warmUpNs / warmUpSteps, ascending(samplesNs).at(-1)!);
  return (
    warmUpSteps > warmUp.minSteps && (warmUpNs - lastNs) / 1e6 >= Math.max(1, longestMs(warmUp, duration))
  );
}

function wasLimited({ limitMs, coldStartNs, warmUpNs }: WarmedUp): boolean {
  return limitMs !== undefined && (coldStartNs + warmUpNs) / 1e6 >= TOLD * rules.warmUpEnd.ofLimit * limitMs;
}

/** Why a warm-up is not one of the runner; null if it may be. */
function oddity(repetition: WarmedUp, measurement: Measurement, preset: Preset): string | null {
  const { runIndex, warmUpSteps, warmUpNs, samplesNs, steady } = repetition;
  const told = `the warm-up of repetition ${runIndex} has ${warmUpSteps} steps in ${inSeconds(warmUpNs)}${steady ? '' : ' without becoming steady'}`;
  const fastest = ascending(samplesNs)[0]!;
  // While others compute, any step may wait for a processor; such a value is held back anyway.
  const isOwn = busyReason(measurement.cell, { repetitions: [repetition] }) === null;
  if (isOwn && LEAST_OF_FASTEST * fastest * warmUpSteps > warmUpNs)
    return `${told}, but no sample took less than ${inSeconds(fastest)}`;
  const { warmUps, durations } = rules.presets[preset];
  const purposes = purposesOf(measurement.cell);
  const [first] = purposes;
  if (first === undefined) return null;
  const holds = (test: typeof isComplete) =>
    purposes.filter((purpose) => test(repetition, warmUps[purpose], durations[purpose]));
  const { minSteps, minMs } = warmUps[first];
  const usual = `than the preset ${preset} takes: ${minSteps} steps and ${minMs / 1000} s`;
  if (holds(isComplete).length === 0) return wasLimited(repetition) ? null : `${told}, less ${usual}`;
  return isOwn && holds(isOverdue).length === purposes.length ? `${told}, more ${usual}` : null;
}

/** Flags only: presets change. Their warm-ups are those of the first runner that recorded them. */
export const warmUp: Check = ({ file: { submission }, measurements }) => {
  const { runner, preset } = submission;
  if (runner.origin === 'browser' || preset === 'smoke') return [];
  const batches = batchesOf(measurements);
  return measurements.flatMap((measurement): CheckFinding[] => {
    if (isSweptProbe(measurement, batches)) return [];
    const odd = measurement.outcome.repetitions
      .filter(hasWarmedUp)
      .flatMap((one) => oddity(one, measurement, preset) ?? []);
    const [text] = odd;
    return text === undefined ? [] : [{ check: 'p34-warm-up', severity: 'flag', measurement, text }];
  });
};
