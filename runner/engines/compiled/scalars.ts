/** @file The numbers that change from one optimizer step to the next. */
import { bits } from '../../models/generator.ts';
import type { Optimizer } from '../../models/layers.ts';
import type { StepScalars } from './graph/step.ts';

/**
 * @param step counted from 1, as Adam's bias corrections count
 * @param dropoutKey key of the stream of dropout, or null for a step without dropout
 */
export function stepScalars(optimizer: Optimizer, step: number, dropoutKey: number | null): StepScalars {
  const dropout = { dropoutKey: bits(dropoutKey ?? 0, step), dropout: dropoutKey !== null };
  if (optimizer.kind === 'rmsprop') {
    return { ...dropout, updateFactor: optimizer.learningRate, updateEpsilon: optimizer.epsilon };
  }
  const { learningRate, beta1, beta2, epsilon } = optimizer;
  // Both corrections are folded into two scalars, which gives the same quotient.
  const root = Math.sqrt(1 - beta2 ** step);
  return {
    ...dropout,
    updateFactor: (learningRate * root) / (1 - beta1 ** step),
    updateEpsilon: epsilon * root,
  };
}
