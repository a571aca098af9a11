/** @file P34: a repetition warms up as its preset prescribes, and as fast as it computes, so that neither times nor counts were changed. */
import { rules } from '../../../data/catalogue/rules.ts';
import type { Repetition } from '../../../data/contract/repetition.ts';
import type { Duration, WarmUp } from '../../../data/contract/rules.ts';
import type { Preset } from '../../../data/contract/words.ts';
import { ascending } from '../../../data/derive/stats.ts';
import { inSeconds } from '../../values/duration-text.ts';
import { LEAST_OF_FASTEST } from '../../values/loop.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';
import { purposesOf } from './duration.ts';

/** The warm-up may take half of the time that a repetition had left after its check (`runner/measure/measure.ts`). */
const OF_LIMIT = 0.5;

/** Share of its part of the limit that a warm-up takes at least if the limit ended it: the rest is building and checking. */
const TOLD = 0.25;

interface WarmedUp extends Repetition {
  warmUpNs: number;
}

const hasWarmedUp = (repetition: Repetition): repetition is WarmedUp => repetition.warmUpNs !== undefined;

function isComplete(
  { warmUpSteps, warmUpNs }: WarmedUp,
  warmUp: WarmUp,
  { maxMeasureMs }: Duration,
): boolean {
  const ms = warmUpNs / 1e6;
  return (warmUpSteps >= warmUp.minSteps && ms >= warmUp.minMs) || ms >= maxMeasureMs;
}

function wasLimited({ limitMs, coldStartNs, warmUpNs }: WarmedUp): boolean {
  return limitMs !== undefined && (coldStartNs + warmUpNs) / 1e6 >= TOLD * OF_LIMIT * limitMs;
}

/** Why a warm-up is not one of the runner; null if it may be. */
function oddity(repetition: WarmedUp, { cell }: Measurement, preset: Preset): string | null {
  const { runIndex, warmUpSteps, warmUpNs, samplesNs } = repetition;
  const told = `the warm-up of repetition ${runIndex} has ${warmUpSteps} steps in ${inSeconds(warmUpNs)}`;
  const fastest = ascending(samplesNs)[0]!;
  if (LEAST_OF_FASTEST * fastest * warmUpSteps > warmUpNs)
    return `${told}, but no sample took less than ${inSeconds(fastest)}`;
  const { warmUps, durations } = rules.presets[preset];
  const purposes = purposesOf(cell);
  if (purposes.length === 0 || wasLimited(repetition)) return null;
  if (purposes.some((purpose) => isComplete(repetition, warmUps[purpose], durations[purpose]))) return null;
  const { minSteps, minMs } = warmUps[purposes[0]!];
  return `${told}, less than the preset ${preset} takes: ${minSteps} steps and ${minMs / 1000} s`;
}

/** Flags only: presets change. Their warm-ups are those of the first runner that recorded them. */
export const warmUp: Check = ({ file: { submission }, measurements }) => {
  const { runner, preset } = submission;
  if (runner.origin === 'browser' || preset === 'smoke') return [];
  return measurements.flatMap((measurement): CheckFinding[] => {
    const odd = measurement.outcome.repetitions
      .filter(hasWarmedUp)
      .flatMap((one) => oddity(one, measurement, preset) ?? []);
    const [text] = odd;
    return text === undefined ? [] : [{ check: 'p34-warm-up', severity: 'flag', measurement, text }];
  });
};
