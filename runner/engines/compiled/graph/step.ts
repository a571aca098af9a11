/**
 * @file Steps: what happens to one element between the moment an operation has computed it in float32 and the moment it
 * is stored. Operations with an `epilogue` apply steps in order; so fusing two operations means appending steps.
 */
import type { Value } from './value.ts';

/** Which element of an operand belongs to element i of the output, counted in memory order. */
export type Index =
  /** i */
  | { kind: 'same' }
  /** i mod `period`: a bias per channel, or positions added to each sequence. */
  | { kind: 'periodic'; period: number }
  /** floor(i / (rows * columns)) * columns + i mod columns: one row for each group of `rows` rows. */
  | { kind: 'row-of-group'; rows: number; columns: number };

export interface Operand {
  value: Value;
  index: Index;
}

export type Step =
  | { kind: 'add'; operand: Operand }
  | { kind: 'scale'; factor: number }
  | { kind: 'relu' }
  /** x Phi(x) with the error function, as `gelu` in models/layers.ts. */
  | { kind: 'gelu' }
  /** x where `output`, the result of the relu, is above 0; else 0. */
  | { kind: 'relu-gradient'; output: Operand }
  /** x times the derivative of gelu at `input`. */
  | { kind: 'gelu-gradient'; input: Operand }
  /**
   * Dropout: 0 with probability `rate`, else x / (1 - rate). The draw of element i is bits(bits(dropoutKey, layer), i)
   * of models/generator.ts, dropped if (draw >> 8) * 2^-24 < rate, with dropoutKey from `StepScalars`; so the backward
   * pass draws the same again. Where `StepScalars.dropout` is false, x.
   */
  | { kind: 'dropout'; rate: number; layer: number }
  /** Also stores the element as it is at this point; `out` has the shape of the operation's output. */
  | { kind: 'keep'; out: Value }
  /**
   * (x - mean) / sqrt(variance + epsilon) * scale + shift for each channel, the last dimension. `statistics` is
   * [2, channels]: means, then variances; `scale` and `shift` are [channels].
   */
  | { kind: 'normalize'; statistics: Value; scale: Value; shift: Value; epsilon: number }
  /**
   * The gradient of batch normalization: scale / sqrt(variance + epsilon) * (x - (sumGradient + hat * sumProduct) / rows),
   * where hat = (input - mean) / sqrt(variance + epsilon), x is the incoming gradient, and the sums are those of
   * `NormalizationSums`.
   */
  | {
      kind: 'normalize-gradient';
      input: Operand;
      statistics: Value;
      scale: Value;
      sumGradient: Value;
      sumProduct: Value;
      rows: number;
      epsilon: number;
    };

/** Numbers that change from step to step, written once before each. */
export interface StepScalars {
  /** Key of this step's dropout. */
  dropoutKey: number;
  /** False in checks against the reference. */
  dropout: boolean;
  /** Factor and addend of the optimizer's denominator; see `Update`. */
  updateFactor: number;
  updateEpsilon: number;
}

/** Values that a step reads. */
export function readsOfStep(step: Step): Value[] {
  switch (step.kind) {
    case 'add':
      return [step.operand.value];
    case 'relu-gradient':
      return [step.output.value];
    case 'gelu-gradient':
      return [step.input.value];
    case 'normalize':
      return [step.statistics, step.scale, step.shift];
    case 'normalize-gradient':
      return [step.input.value, step.statistics, step.scale, step.sumGradient, step.sumProduct];
    default:
      return [];
  }
}

/** Values that a step writes. */
export const writesOfStep = (step: Step): Value[] => (step.kind === 'keep' ? [step.out] : []);
