/** @file Samples in order of their size. */
import { certain, likely, type PatternCheck } from './pattern.ts';

/** n independent samples are in order by a chance of 2 / n!; a machine that warms up or slows down makes it likelier. */
const ODD_FROM = 12;
const CERTAIN_FROM = 20;

export const order: PatternCheck = (samples) => {
  if (samples.length < ODD_FROM || samples[0] === samples.at(-1)) return null;
  let [rises, falls] = [false, false];
  for (let i = 1; i < samples.length; i++) {
    rises ||= samples[i]! > samples[i - 1]!;
    falls ||= samples[i]! < samples[i - 1]!;
    if (rises && falls) return null;
  }
  const text = `all ${samples.length} samples are in order of their size`;
  return samples.length < CERTAIN_FROM ? likely(text) : certain(text);
};
