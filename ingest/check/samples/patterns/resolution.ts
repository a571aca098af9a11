/** @file Samples that are multiples of a time that no clock of the runner has as its tick. */
import { commonDivisor } from './common-divisor.ts';
import { certain, type PatternCheck } from './pattern.ts';

/** The coarsest tick of a clock that the runner reads: 100 ns on Windows. */
const COARSEST_NS = 100;

/** n samples are all multiples of k ticks by a chance of k^(1 - n); rarer ones are not chance. */
const RARE = 1e-6;

export const resolution: PatternCheck = (samples) => {
  let divisor = samples[0]!;
  for (let i = 1; i < samples.length && divisor > COARSEST_NS; i++)
    divisor = commonDivisor(divisor, samples[i]!);
  // Equal samples have themselves as their divisor; they are another pattern.
  if (divisor <= COARSEST_NS || divisor === samples[0]) return null;
  if ((divisor / COARSEST_NS) ** (1 - samples.length) > RARE) return null;
  return certain(`all ${samples.length} samples are multiples of ${divisor} ns`);
};
