/** @file Seeded random numbers for generated files: the same seed gives the same files. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** From 0 to 1, without 1. */
  uniform(): number;
  /** A whole number between both ends, which are included. */
  whole(low: number, high: number): number;
  /** A standard normal deviate. */
  normal(): number;
  /** `middle` times a log-normal factor whose logarithm has the standard deviation `sigma`. */
  around(middle: number, sigma: number): number;
  /** A number between both ends whose logarithm is uniform. */
  logUniform(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<Value>(values: readonly Value[]): Value;
  shuffled<Value>(values: readonly Value[]): Value[];
}

export function randomFrom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(generator);
  const whole = (low: number, high: number) => uniformInt(generator, low, high);
  /** Box and Muller's transformation; 1 - u is never 0. */
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    whole,
    normal,
    around: (middle, sigma) => middle * Math.exp(sigma * normal()),
    logUniform: (low, high) => low * (high / low) ** uniform(),
    chance: (probability) => uniform() < probability,
    pick: (values) => values[whole(0, values.length - 1)]!,
    shuffled: (values) =>
      values
        .map((value) => ({ value, key: uniform() }))
        .sort((a, b) => a.key - b.key)
        .map(({ value }) => value),
  };
}
