/** @file For tests: expected optimizer results for gradients of usual size and for gradients where epsilon dominates. */
import { kerasAdam, kerasRmsProp, type Optimizer } from '../../../models/layers.ts';

export interface OptimizerCase {
  rule: Optimizer;
  /** Start value of the single trained value. */
  start: number;
  gradients: readonly number[];
  /** The value after each step, by the formulas of layers.ts. */
  values: readonly number[];
}

const adam = kerasAdam(0.1);

function adamValues(start: number, gradients: readonly number[]): number[] {
  const { learningRate, beta1, beta2, epsilon } = adam;
  let [value, mean, squares] = [start, 0, 0];
  return gradients.map((gradient, i) => {
    mean = beta1 * mean + (1 - beta1) * gradient;
    squares = beta2 * squares + (1 - beta2) * gradient ** 2;
    const [meanHat, squaresHat] = [mean / (1 - beta1 ** (i + 1)), squares / (1 - beta2 ** (i + 1))];
    value -= (learningRate * meanHat) / (Math.sqrt(squaresHat) + epsilon);
    return value;
  });
}

function rmsPropValues(start: number, gradients: readonly number[]): number[] {
  const { learningRate, rho, epsilon } = kerasRmsProp;
  let [value, squares] = [start, 0];
  return gradients.map((gradient) => {
    squares = rho * squares + (1 - rho) * gradient ** 2;
    value -= (learningRate * gradient) / Math.sqrt(squares + epsilon);
    return value;
  });
}

/** The gradients of the second case are so small that epsilon dominates. */
const starts: [start: number, gradients: readonly number[]][] = [
  [1, [0.5, -1e-6, 2]],
  [0, [1e-7, 1e-7]],
];

export const optimizerCases: readonly OptimizerCase[] = starts.flatMap(([start, gradients]) => [
  { rule: adam, start, gradients, values: adamValues(start, gradients) },
  { rule: kerasRmsProp, start, gradients, values: rmsPropValues(start, gradients) },
]);
