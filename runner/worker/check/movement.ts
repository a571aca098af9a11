/**
 * @file Whether an optimizer step moved the weights as its own state says. Pure.
 *
 * From some elements of each array (`sampledPart`) before and after a step, in float64. `t` counts steps from 1.
 *   adam:    expected = learningRate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon * sqrt(1 - beta2^t)),
 *            with m and v after the step; compared with before - after
 *   rmsprop: g^2 = (v - rho * v before) / (1 - rho); expected = learningRate * |g| / sqrt(v + epsilon); compared with
 *            |before - after|. Elements whose g^2 is below 1e-3 v are left out, because the difference has lost its digits.
 * Where the gradient is known, the averages must have taken it in; their error is a share of what a step may change of them.
 * The error of an array is |found - expected| / (|expected| + 400 * 2^-24 * |weights before|), with norms over its elements:
 * rounding the weights alone then stays below two thousandths.
 * Decay of weights is small beside a step but has its own direction, along which roundings cancel: with `other`, the part of
 * an array's weights that is at right angles to the step (a step that a rounding makes too long is no decay),
 *   10 * |sum((found - expected) * other)|
 *     / (learningRate * sum(other^2) + sum(|expected * other|) / 100 + 8000 * 2^-24 * |weights * other| + 5600 * 2^-24 * |lost * other|)
 * with lost = expected * v / ((1 - rho) * g^2) for rmsprop, 0 for adam: how much the roundings of both v count in its step.
 */
import type { Comparison } from '../../../data/contract/proof.ts';
import { UNIT_ROUNDOFF } from '../../../data/derive/rounding.ts';
import type { Optimizer } from '../../models/layers.ts';
import { largest, norm } from './comparison.ts';
import type { GradientSample } from './gradient.ts';

/** Elements of one array and of what the optimizer keeps of it. */
export interface OptimizerSample {
  weights: ArrayLike<number>;
  /** Moving average of the gradients; null for rmsprop. */
  means: ArrayLike<number> | null;
  /** Moving average of their squares. */
  squares: ArrayLike<number>;
}

/** A learning rate that is off by 1 % errs by 0.01, a step left out by 1. */
const TOLERANCE = 0.005;

/** Rounding of the weights in this many units of the error: a norm of two units passes. */
const ROUNDING = 400 * UNIT_ROUNDOFF.float32;

/** Weights that shrink by a share of the learning rate in every step err by this many times that share. */
const DECAY = 10;

/** Share of what a step may move weights by along themselves: of that, rounding alone is about a millionth. */
const LEAST_DECAY = 0.01;

/** Rounding of the weights in units of that error: seven deviations of the sum pass. */
const DECAY_ROUNDING = 8000 * UNIT_ROUNDOFF.float32;

/** Rounding of the averages in the same units: each of both errs by 0.29 units, half of which a root passes on. */
const AVERAGE_ROUNDING = 5600 * UNIT_ROUNDOFF.float32;

/** g^2 below this share of its average is left out. */
const LEAST_SHARE = 1e-3;

/** `lost`: how far an average that is rounded by a unit moves what is expected, in units. */
type Pair = [found: number, expected: number, lost: number];

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
      0,
    ];
  }
  const { rho } = optimizer;
  return (before, after, i) => {
    const average = after.squares[i]!;
    const square = (average - rho * before.squares[i]!) / (1 - rho);
    if (square < LEAST_SHARE * average) return null;
    const expected = (learningRate * Math.sqrt(square)) / Math.sqrt(average + epsilon);
    const lost = square > 0 ? (expected * average) / ((1 - rho) * square) : 0;
    return [Math.abs(before.weights[i]! - after.weights[i]!), expected, lost];
  };
}

/** One element that says what a step does: what it did beyond that, in the direction of the step. */
interface Moved {
  difference: number;
  expected: number;
  lost: number;
  weight: number;
  /** Whether the weight grew, for a rule without signs. */
  grew: boolean;
}

function movedElements(before: OptimizerSample, after: OptimizerSample, rule: Rule): Moved[] {
  const moved: Moved[] = [];
  for (let i = 0; i < before.weights.length; i++) {
    const pair = rule(before, after, i);
    if (pair === null) continue;
    const [found, expected, lost] = pair;
    const weight = before.weights[i]!;
    const grew = before.means === null && after.weights[i]! > weight;
    moved.push({ difference: found - expected, expected, lost, weight, grew });
  }
  return moved;
}

function arrayError(moved: readonly Moved[]): number {
  const whole =
    norm(moved.map(({ expected }) => expected)) + ROUNDING * norm(moved.map(({ weight }) => weight));
  const difference = norm(moved.map((one) => one.difference));
  return difference === 0 ? 0 : difference / whole;
}

const dot = (left: readonly number[], right: readonly number[]): number =>
  left.reduce((sum, value, i) => sum + value * right[i]!, 0);

/** Whether the weights decay: a step of an array that is no gradient's. */
function decayError(moved: readonly Moved[], learningRate: number): number {
  const signed = (value: number, { grew }: Moved) => (grew ? -value : value);
  const steps = moved.map((one) => signed(one.expected, one));
  const weights = moved.map(({ weight }) => weight);
  const length = dot(steps, steps);
  const shared = length > 0 ? dot(weights, steps) / length : 0;
  const other = weights.map((weight, i) => weight - shared * steps[i]!);
  const along = Math.abs(
    dot(
      moved.map((one) => signed(one.difference, one)),
      other,
    ),
  );
  if (along === 0) return 0;
  const moves = steps.reduce((sum, step, i) => sum + Math.abs(step * other[i]!), 0);
  const roundings =
    DECAY_ROUNDING * norm(weights.map((weight, i) => weight * other[i]!)) +
    AVERAGE_ROUNDING * norm(moved.map(({ lost }, i) => lost * other[i]!));
  return (DECAY * along) / (learningRate * dot(other, other) + LEAST_DECAY * moves + roundings);
}

/** Whether the moving averages took in the gradient: their error as a share of what a step may change of them. */
function stateError(
  before: OptimizerSample,
  after: OptimizerSample,
  optimizer: Optimizer,
  { values }: Pick<GradientSample, 'values'>,
): number {
  const errorOf = (old: ArrayLike<number>, now: ArrayLike<number>, decay: number, power: number): number => {
    const [differences, changes]: [number[], number[]] = [[], []];
    for (let i = 0; i < values.length; i++) {
      const value = values[i]! ** power;
      differences.push(now[i]! - old[i]! - (1 - decay) * (value - old[i]!));
      changes.push((1 - decay) * (Math.abs(value) + Math.abs(old[i]!)));
    }
    const difference = norm(differences);
    return difference === 0 ? 0 : difference / norm(changes);
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
  gradients: readonly Pick<GradientSample, 'values'>[] | null = null,
): Comparison {
  const rule = ruleOf(optimizer, step);
  const moved = before.map((sample, i) => movedElements(sample, after[i]!, rule));
  const errors = [
    ...moved.map(arrayError),
    ...moved.map((one) => decayError(one, optimizer.learningRate)),
    ...(gradients ?? []).map((gradient, i) => stateError(before[i]!, after[i]!, optimizer, gradient)),
  ];
  return { of: 'movement', error: largest(errors), tolerance: TOLERANCE };
}
