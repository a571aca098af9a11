/** @file Samples that vary too little: equal ones, or a spread that no machine reaches. */
import { sumOf, varianceOf } from '../../../../data/derive/stats.ts';
import { certain, type PatternCheck } from './pattern.ts';

/** Fewer samples can be equal by chance. */
const ENOUGH = 4;

/** Lowest plausible coefficient of variation: no machine repeats a time to one part in ten thousand. */
const LEAST_VARIATION = 1e-4;

/** With fewer samples a small deviation can be chance. */
const ENOUGH_FOR_DEVIATION = 5;

/** Below this duration two ticks of a clock of 100 ns are more than the least variation. */
const COARSE_BELOW_NS = 2_000_000;

export const variation: PatternCheck = (samples) => {
  if (samples.length < ENOUGH) return null;
  const first = samples[0]!;
  const middle = sumOf(samples) / samples.length;
  if (samples.every((ns) => ns === first) && middle > 1000)
    return certain(`all ${samples.length} samples are equal`);
  if (samples.length < ENOUGH_FOR_DEVIATION || middle < COARSE_BELOW_NS) return null;
  const deviation = Math.sqrt(varianceOf(samples));
  return deviation < LEAST_VARIATION * middle ? certain('the samples vary by less than 0.01 %') : null;
};
