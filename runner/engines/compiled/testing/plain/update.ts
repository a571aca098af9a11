/** @file One optimizer step as a plain loop. */
import type { Adam, RmsProp } from '../../../../models/layers.ts';
import type { Update } from '../../graph/operation.ts';
import type { StepScalars } from '../../graph/step.ts';
import type { Finish } from './epilogue.ts';
import type { Memory } from './memory.ts';

interface Arrays {
  parameters: Float64Array;
  gradients: Float64Array;
  squares: Float64Array;
}

function updateByAdam(
  { beta1, beta2 }: Adam,
  { parameters, gradients, squares }: Arrays,
  means: Float64Array,
  gradientFactor: number,
  { updateFactor, updateEpsilon }: StepScalars,
): void {
  for (let i = 0; i < parameters.length; i++) {
    const gradient = gradients[i]! * gradientFactor;
    means[i] = beta1 * means[i]! + (1 - beta1) * gradient;
    squares[i] = beta2 * squares[i]! + (1 - beta2) * gradient ** 2;
    parameters[i]! -= (updateFactor * means[i]!) / (Math.sqrt(squares[i]!) + updateEpsilon);
  }
}

function updateByRmsProp(
  { rho }: RmsProp,
  { parameters, gradients, squares }: Arrays,
  gradientFactor: number,
  { updateFactor, updateEpsilon }: StepScalars,
): void {
  for (let i = 0; i < parameters.length; i++) {
    const gradient = gradients[i]! * gradientFactor;
    squares[i] = rho * squares[i]! + (1 - rho) * gradient ** 2;
    parameters[i]! -= (updateFactor * gradient) / Math.sqrt(squares[i]! + updateEpsilon);
  }
}

/** @throws Error if Adam has no means */
export function runUpdate(operation: Update, memory: Memory, _finish: Finish, scalars: StepScalars): void {
  const { optimizer, gradientFactor } = operation;
  const arrays = {
    parameters: memory.of(operation.parameters),
    gradients: memory.of(operation.gradients),
    squares: memory.of(operation.squares),
  };
  if (optimizer.kind === 'adam') {
    if (!operation.means) throw new Error('Adam needs means of the gradients.');
    updateByAdam(optimizer, arrays, memory.of(operation.means), gradientFactor, scalars);
  } else {
    updateByRmsProp(optimizer, arrays, gradientFactor, scalars);
  }
  if (operation.half) memory.of(operation.half).set(arrays.parameters);
}
