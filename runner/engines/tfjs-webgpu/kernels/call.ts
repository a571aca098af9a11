/** @file A call of one of tfjs' kernels as an operation of the compiled engines. */
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Operation } from '../../compiled/graph/operation.ts';
import type { Step } from '../../compiled/graph/step.ts';
import type { Value } from '../../compiled/graph/value.ts';

export interface Call {
  /** Equal for calls with the same operation. */
  key: string;
  inputs: readonly TensorInfo[];
  outShape: number[];
  /** @param inputs values with the shapes of the call's inputs, in the same order */
  toOperation(inputs: readonly Value[], out: Value): Operation;
}

/** What fused kernels have and the others lack. */
export interface Fused {
  inputs: { bias?: TensorInfo };
  attrs: { activation?: string };
}

/** Whether our kernels have the activation, and the bias is one value for each column. */
export const canFuse = ({ inputs: { bias }, attrs: { activation } }: Fused, columns: number): boolean =>
  (activation === undefined || activation === 'linear' || activation === 'relu') &&
  (bias === undefined || (bias.shape.at(-1) === columns && util.sizeFromShape(bias.shape) === columns));

/** @param bias the value of the bias, if there is one */
export function epilogueOf(activation: string | undefined, bias: Value | undefined, columns: number): Step[] {
  const steps: Step[] = [];
  if (bias)
    steps.push({ kind: 'add', operand: { value: bias, index: { kind: 'periodic', period: columns } } });
  if (activation === 'relu') steps.push({ kind: 'relu' });
  return steps;
}
