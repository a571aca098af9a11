/** @file Lies about the work: more items, longer sequences, larger matrices, another precision, recipe, engine or check. */
import type { Check } from '../../../../data/contract/proof.ts';
import {
  type Lie,
  type Measured,
  middleOf,
  withCells,
  withOutcome,
  withRepetitions,
  withResults,
  withSamples,
} from './lie.ts';

const compared = (check: Check): check is Exclude<Check, { kind: 'none' }> => check.kind !== 'none';

function withMoreItems({ cell, outcome }: Measured, factor: number): Measured {
  const repetitions = outcome.repetitions.map((one) => ({
    ...one,
    itemsPerSample: factor * one.itemsPerSample,
  }));
  return { cell, outcome: { ...outcome, repetitions } };
}

export const work: Lie[] = [
  {
    name: 'items x16',
    sentence: 'Every sample covers sixteen times as many items.',
    tell: ({ own }) =>
      withRepetitions(own, ({ itemsPerSample }) => ({ itemsPerSample: 16 * itemsPerSample })),
  },
  {
    name: 'items x2',
    sentence: 'Every sample covers twice as many items.',
    tell: ({ own }) => withRepetitions(own, ({ itemsPerSample }) => ({ itemsPerSample: 2 * itemsPerSample })),
  },
  {
    name: 'length x2',
    sentence: 'The sequences are twice as long.',
    tell: ({ own }) =>
      withCells(own, ({ sequenceLength, languageModel }) =>
        sequenceLength === null || languageModel !== null ? null : { sequenceLength: 2 * sequenceLength },
      ),
  },
  {
    name: 'tokens x2',
    sentence: 'The prompt or the generation is twice as long.',
    tell: ({ own }) =>
      withResults(own, (result) => {
        const { languageModel, sequenceLength } = result.cell;
        if (languageModel === null || sequenceLength === null) return null;
        const { cell, outcome } = withMoreItems(result, 2);
        return { cell: { ...cell, sequenceLength: 2 * sequenceLength }, outcome };
      }),
  },
  {
    name: 'matrices x2',
    sentence: 'The matrices have twice as many rows and columns.',
    tell: ({ own }) => withCells(own, ({ size }) => (size === null ? null : { size: 2 * size })),
  },
  {
    name: 'batch x4',
    sentence: 'The batch is four times as large.',
    tell: ({ own }) =>
      withResults(own, (result) => {
        const { batchSize } = result.cell;
        if (batchSize === null || result.cell.mode === 'train') return null;
        const { cell, outcome } = withMoreItems(result, 4);
        return { cell: { ...cell, batchSize: 4 * batchSize }, outcome };
      }),
  },
  {
    name: 'training batch x4',
    sentence: 'Four times as many training samples were in each step.',
    tell: ({ own }) =>
      withResults(own, (result) => {
        const { batchSize, mode } = result.cell;
        if (batchSize === null || mode !== 'train') return null;
        const { cell, outcome } = withMoreItems(result, 4);
        const { extrapolated } = outcome;
        const steps = extrapolated && {
          ...extrapolated,
          stepsPerEpoch: Math.ceil(extrapolated.stepsPerEpoch / 4),
        };
        return { cell: { ...cell, batchSize: 4 * batchSize }, outcome: { ...outcome, extrapolated: steps } };
      }),
  },
  {
    name: 'half called float32',
    sentence: 'Half precision is filed as float32.',
    tell: ({ own }) =>
      withCells(own, ({ dtype }) =>
        dtype === 'bfloat16' || dtype === 'float16' ? { dtype: 'float32' } : null,
      ),
  },
  {
    name: 'tf32 called float32',
    sentence: 'Products that keep 11 bits, in 0.4 times the time, are filed as float32.',
    tell: ({ own }) => {
      const faster = withSamples(own, (samples) => samples.map((ns) => 0.4 * ns));
      return (
        faster &&
        withOutcome(faster, ({ observed }, { dtype }) =>
          dtype === 'float32' ? { observed: { ...observed, matmulBits: 11 } } : null,
        )
      );
    },
  },
  {
    name: 'recipe swapped',
    sentence: 'The naive recipe is filed as the optimized one and the reverse.',
    tell: ({ own }) =>
      withCells(own, ({ recipe }) => ({ recipe: recipe === 'naive' ? 'optimized' : 'naive' })),
  },
  {
    name: 'engine swapped',
    sentence: 'The values of one engine are filed under another.',
    tell: ({ own }) =>
      withCells(own, ({ engine, languageModel }) => {
        if (languageModel !== null) return null;
        return { engine: engine === 'pytorch' ? 'tfjs-node' : 'pytorch' };
      }),
  },
  {
    name: 'tolerance raised',
    sentence: 'A wrong result passes because its bound is 0.9.',
    tell: ({ own }) =>
      withOutcome(own, ({ check }) =>
        compared(check) ? { check: { ...check, maxRelativeError: 0.7, tolerance: 0.9, passed: true } } : null,
      ),
  },
  {
    name: 'failed check passed',
    sentence: 'The error is above its bound, but the check passed.',
    tell: ({ own }) =>
      withOutcome(own, ({ check }) =>
        compared(check) && check.tolerance !== null
          ? { check: { ...check, maxRelativeError: 3 * check.tolerance, passed: true } }
          : null,
      ),
  },
  {
    name: 'check removed',
    sentence: 'Nothing was compared.',
    tell: ({ own }) =>
      withOutcome(own, () => ({
        check: { kind: 'none', why: 'it prints no output', maxRelativeError: null, passed: null },
      })),
  },
  {
    name: 'check of another kind',
    sentence: 'The losses of a training are called outputs.',
    tell: ({ own }) =>
      withOutcome(own, ({ check }) =>
        check.kind === 'loss-trajectory'
          ? {
              check: {
                kind: 'output',
                rows: 8,
                maxRelativeError: 1e-6,
                tolerance: 1e-4,
                passed: true,
                comparisons: [],
                measured: null,
              },
            }
          : null,
      ),
  },
  {
    name: 'comparisons removed',
    sentence: 'The check passed without any comparison.',
    tell: ({ own }) =>
      withOutcome(own, ({ check }) =>
        'comparisons' in check && check.comparisons.length > 0
          ? { check: { ...check, comparisons: [] } }
          : null,
      ),
  },
  {
    name: 'smaller net',
    sentence: 'The net has a quarter of its parameters and takes half the time.',
    tell: ({ own }) => {
      const faster = withSamples(own, (samples) => samples.map((ns) => 0.5 * ns));
      return (
        faster &&
        withOutcome(faster, ({ observed }) =>
          typeof observed.parameters === 'number'
            ? { observed: { ...observed, parameters: Math.round(observed.parameters / 4) } }
            : null,
        )
      );
    },
  },
  {
    name: 'faster cell added',
    sentence: 'A cell exists twice, the second time with 0.7 times the times.',
    tell: ({ own }) => {
      const faster = withSamples(own, (samples) => samples.map((ns) => 0.7 * ns + (ns % 97)));
      return faster && { ...own, results: [...own.results, ...faster.results] };
    },
  },
  {
    name: 'no scatter in training',
    sentence: 'Every sample of a training is its median with a scatter of 0.005 %.',
    tell: ({ own, random }) =>
      withSamples(own, (samples) => samples.map(() => random.around(0.6 * middleOf(samples), 5e-5))),
  },
];
