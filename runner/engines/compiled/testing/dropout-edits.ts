/** @file Faults of dropout alone that a check must find. */
import type { Comparison } from '../../../../data/contract/proof.ts';
import type { Edit } from './edit.ts';

/** The rate of the layer that a mistake in a kernel may be confined to, and the elements of one of its samples. */
export const FAULTY = { rate: 0.3, sampleSize: 64 };

/** Another rate of the layers that have this one. */
const rateOf =
  (rate: number, wrong: number): NonNullable<Edit['dropout']> =>
  (step) =>
    step.rate === rate ? { ...step, rate: wrong } : step;

/** Each with a comparison that finds it. */
export const dropoutEdits: readonly [string, Edit, Comparison['of']][] = [
  ['a rate of 0.4 in place of 0.5', { dropout: rateOf(0.5, 0.4) }, 'scale of dropout'],
  ['a rate of 0.35 in place of 0.3', { dropout: rateOf(0.3, 0.35) }, 'zeros of dropout'],
  ['a rate of 0 in one layer', { dropout: rateOf(0.3, 0) }, 'zeros of dropout'],
  [
    'no dropout in the first layer',
    { dropout: (step) => (step.rate === 0.3 ? null : step) },
    'zeros of dropout',
  ],
  [
    'no dropout in the last layer',
    { dropout: (step) => (step.rate === 0.5 ? null : step) },
    'zeros of dropout',
  ],
  [
    'gradients that pass all of a dropout',
    { dropout: (step, backward) => (backward ? null : step) },
    'masks of gradients',
  ],
  [
    'masks that are drawn again for gradients',
    { dropout: (step, backward) => (backward ? { ...step, layer: step.layer + 9 } : step) },
    'masks of gradients',
  ],
  [
    'another rate for gradients',
    { dropout: (step, backward) => (backward ? { ...step, rate: step.rate - 0.02 } : step) },
    'masks of gradients',
  ],
  ['equal draws in all layers', { dropout: (step) => ({ ...step, layer: 0 }) }, 'draws of dropout'],
  ['survivors that are not scaled', { kernels: { kind: 'scale', factor: () => 1 } }, 'scale of dropout'],
  [
    'a scale that is 1 % off',
    { kernels: { kind: 'scale', factor: (rate) => 1.01 / (1 - rate) } },
    'scale of dropout',
  ],
  [
    'equal masks in every step of one layer',
    { kernels: { kind: 'key that never changes' } },
    'draws of dropout',
  ],
  ['one mask for all samples', { kernels: { kind: 'one mask for all samples' } }, 'draws of dropout'],
];
