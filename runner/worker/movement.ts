/**
 * @file Whether an optimizer step moved the weights as its own state says. Pure.
 *
 * From some elements of each array (`sampledPart`) before and after a step, in float64. `t` counts steps from 1.
 *   adam:    expected = learningRate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon * sqrt(1 - beta2^t)),
 *            with m and v after the step; compared with before - after
 *   rmsprop: g^2 = (v - rho * v before) / (1 - rho); expected = learningRate * |g| / sqrt(v + epsilon); compared with
 *            |before - after|. Elements whose g^2 is below 1e-3 v are left out, because the difference has lost its digits.
 * Where the gradient is known, the averages must have taken it in; their error is a share of what a step may change of them.
 * The error of an array is |found - expected| / (|expected| + 100 * 2^-24 * |weights before|), with norms over its elements:
 * rounding the weights alone then stays below half a percent.
 */
import type { Comparison } from '../../data/contract/outcome.ts';
import { UNIT_ROUNDOFF } from '../../data/derive/rounding.ts';
import type { Optimizer } from '../models/layers.ts';

/** Most elements of each array. */
const SAMPLED = 64;

/** The elements of an array that are compared: consecutive ones from its middle. */
export function sampledPart(size: number): { first: number; count: number } {
  const count = Math.min(size, SAMPLED);
  return { first: Math.floor((size - count) / 2), count };
}

/** Elements of one array and of what the optimizer keeps of it. */
export interface OptimizerSample {
  weights: ArrayLike<number>;
  /** Moving average of the gradients; null for rmsprop. */
  means: ArrayLike<number> | null;
  /** Moving average of their squares. */
  squares: ArrayLike<number>;
}

/** The gradient of one array. */
export interface GradientSample {
  norm: number;
  /** Its elements that are compared, as the optimizer takes them. */
  values: ArrayLike<number>;
}

/** A seldom rounding may add up; a learning rate that is off by 5 % errs by 0.05, a step left out by 1. */
const TOLERANCE = 0.02;

/** Rounding of the weights in this many units of the error. */
const ROUNDING = 100 * UNIT_ROUNDOFF.float32;

/** g^2 below this share of its average is left out. */
const LEAST_SHARE = 1e-3;

type Pair = [found: number, expected: number];

/** What one element did and what its state asks for; null where the state does not say. */
type Rule = (before: OptimizerSample, after: OptimizerSample, i: number) => Pair | null;

function ruleOf(optimizer: Optimizer, step: number): Rule {
  const { learningRate, epsilon } = optimizer;
  if (optimizer.kind === 'adam') {
    const root = Math.sqrt(1 - optimizer.beta2 ** step);
    const factor = (learningRate * root) / (1 - optimizer.beta1 ** step);
    return (before, after, i) => [
      before.weights[i]! - after.weights[i]!,
      (factor * after.means![i]!) / (Math.sqrt(after.squares[i]!) + epsilon * root),
    ];
  }
  const { rho } = optimizer;
  return (before, after, i) => {
    const average = after.squares[i]!;
    const square = (average - rho * before.squares[i]!) / (1 - rho);
    if (square < LEAST_SHARE * average) return null;
    return [
      Math.abs(before.weights[i]! - after.weights[i]!),
      (learningRate * Math.sqrt(square)) / Math.sqrt(average + epsilon),
    ];
  };
}

function arrayError(before: OptimizerSample, after: OptimizerSample, rule: Rule): number {
  const [differences, expected, weights]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < before.weights.length; i++) {
    const pair = rule(before, after, i);
    if (pair === null) continue;
    differences.push(pair[0] - pair[1]);
    expected.push(pair[1]);
    weights.push(before.weights[i]!);
  }
  const whole = Math.hypot(...expected) + ROUNDING * Math.hypot(...weights);
  const difference = Math.hypot(...differences);
  return difference === 0 ? 0 : difference / whole;
}

/** Whether the moving averages took in the gradient: their error as a share of what a step may change of them. */
function stateError(
  before: OptimizerSample,
  after: OptimizerSample,
  optimizer: Optimizer,
  { values }: GradientSample,
): number {
  const errorOf = (old: ArrayLike<number>, now: ArrayLike<number>, decay: number, power: number): number => {
    const [differences, changes]: [number[], number[]] = [[], []];
    for (let i = 0; i < values.length; i++) {
      const value = values[i]! ** power;
      differences.push(now[i]! - old[i]! - (1 - decay) * (value - old[i]!));
      changes.push((1 - decay) * (Math.abs(value) + Math.abs(old[i]!)));
    }
    const difference = Math.hypot(...differences);
    return difference === 0 ? 0 : difference / Math.hypot(...changes);
  };
  if (optimizer.kind === 'rmsprop') return errorOf(before.squares, after.squares, optimizer.rho, 2);
  const squares = errorOf(before.squares, after.squares, optimizer.beta2, 2);
  return Math.max(squares, errorOf(before.means!, after.means!, optimizer.beta1, 1));
}

/**
 * @param before One for each array, read before the step.
 * @param after The same elements after it.
 * @param step The number of the step, counted from 1 since the start values.
 * @param gradients Of the step, where they are known: the state must have taken them in.
 */
export function movementComparison(
  before: readonly OptimizerSample[],
  after: readonly OptimizerSample[],
  optimizer: Optimizer,
  step: number,
  gradients: readonly GradientSample[] | null = null,
): Comparison {
  const rule = ruleOf(optimizer, step);
  const errors = before.flatMap((sample, i) => [
    arrayError(sample, after[i]!, rule),
    ...(gradients ? [stateError(sample, after[i]!, optimizer, gradients[i]!)] : []),
  ]);
  const error = errors.reduce((worst, one) => Math.max(worst, Number.isFinite(one) ? one : 1e30), 0);
  return { of: 'movement', error: Math.min(error, 1e30), tolerance: TOLERANCE };
}
