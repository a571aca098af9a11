/** @file Samples that are multiples of a time that no clock of the runner has as its tick. */
import { commonDivisor } from '../../../../data/derive/common-divisor.ts';
import { certain, type PatternCheck } from './pattern.ts';

/** Fewer samples can have a common divisor by chance. */
const ENOUGH = 4;

/** The coarsest tick of a clock that the runner reads: 100 ns on Windows. */
const COARSEST_NS = 100;

export const resolution: PatternCheck = (samples) => {
  if (samples.length < ENOUGH) return null;
  const divisor = samples.reduce(commonDivisor);
  // Equal samples have themselves as their divisor; they are another pattern.
  if (divisor <= COARSEST_NS || divisor === samples[0]) return null;
  return certain(`all ${samples.length} samples are multiples of ${divisor} ns`);
};
