/** @file Cases of optimizer steps: Adam and RMSprop, with and without a copy in half precision. */
import { kerasAdam, kerasRmsProp, type Optimizer } from '../../../../models/layers.ts';
import type { StepScalars } from '../../graph/step.ts';
import { type Case, createCase } from './case.ts';

const sizes: readonly number[] = [1, 3, 4, 64, 257, 1000, 4099, 70_001];

const optimizers: readonly Optimizer[] = [kerasAdam(1e-3), kerasRmsProp];

/** As in the third step of Adam: both scalars hold its bias corrections. */
const scalars: StepScalars = {
  dropoutKey: 0,
  dropout: false,
  updateFactor: (1e-3 * Math.sqrt(1 - 0.999 ** 3)) / (1 - 0.9 ** 3),
  updateEpsilon: 1e-7 * Math.sqrt(1 - 0.999 ** 3),
};

interface Options {
  half?: boolean;
  gradientFactor?: number;
  /** Whether all means and squares start at 0, so that their new values are small numbers. */
  isFirst?: boolean;
}

function update(
  size: number,
  optimizer: Optimizer,
  { half = false, gradientFactor = 1, isFirst = false }: Options = {},
): Case {
  const details = [
    ...(half ? ['with a copy'] : []),
    ...(gradientFactor === 1 ? [] : ['scaled gradients']),
    ...(isFirst ? ['first step'] : []),
  ];
  // Some weights have never had a gradient: their mean is 0 as well as their square.
  const isUnused = (i: number): boolean => isFirst || i % 3 === 1;
  return createCase(
    [`update ${size} by ${optimizer.kind}`, ...details].join(', '),
    (make) => ({
      kind: 'update',
      optimizer,
      parameters: make.state([size]),
      gradients: make.exact([size], (random, i) => (i % 5 === 2 ? 0 : random / gradientFactor)),
      means: optimizer.kind === 'adam' ? make.state([size], (random, i) => (isUnused(i) ? 0 : random)) : null,
      squares: make.state([size], (random, i) => (isUnused(i) ? 0 : (1 + random) / 2)),
      half: half ? make.result([size]) : null,
      gradientFactor,
    }),
    scalars,
  );
}

export const updateCases: readonly Case[] = optimizers.flatMap((optimizer) => [
  ...sizes.map((size) => update(size, optimizer)),
  update(257, optimizer, { half: true }),
  update(1024, optimizer, { half: true, gradientFactor: 1 / 1024 }),
  update(100, optimizer, { isFirst: true }),
]);
