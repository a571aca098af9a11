/** @file Tests the TensorFlow interpreter in a real Python: recipes, kernels, optimizers, and the detection of a fault. */

import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Cell } from '../../../data/contract/cell.ts';
import type { Check } from '../../../data/contract/proof.ts';
import { sampleCell } from '../../../data/testing/sample-cell.ts';
import { reportLeftOut, runInWorker, withEngine } from '../../../tests/engines.ts';
import { kerasAdam, kerasRmsProp } from '../../models/layers.ts';
import type { ResultMessage } from '../../protocol/messages.ts';
import { declare } from '../python/declaration.ts';
import { askPython, findPython } from '../python/testing/ask-python.ts';
import { briefTraining } from '../python/testing/brief-training.ts';
import { findEdits } from '../python/testing/edits.ts';
import { optimizerCases } from '../python/testing/optimizer-cases.ts';

const cell = (chosen: Partial<Cell>): Cell => sampleCell({ engine: 'tensorflow', batchSize: 16, ...chosen });

const training = (recipe: Cell['recipe'], broken: boolean) => {
  const asked = cell({ recipe });
  return ['checked', asked, declare({ cell: asked, seed: 1 }), broken];
};

/** In float16, with a net whose gradients overflow at the initial scale of Keras. */
const halfTraining = () => {
  const asked = cell({ workload: 'fashion-cnn', dtype: 'float16' });
  return ['checked', asked, declare({ cell: asked, seed: 1 }), false];
};

const converging = (recipe: Cell['recipe']) => [
  'converged',
  briefTraining(cell({ recipe, mode: 'converge', batchSize: 64 })),
];

const twoPairsBytes = 2 * 12 * 12 * 4;
const overflowing = [1e39, 0.5, 1e39];
const questions = {
  checks: [
    training('naive', false),
    training('optimized', false),
    training('naive', true),
    training('optimized', true),
  ],
  half: [halfTraining()],
  convergence: [converging('naive'), converging('optimized')],
  norm: [['normalised', [[1], [2], [6]]]],
  attention: [
    ['blocked', 3, 2, 12, 4, twoPairsBytes],
    ['blocked', 3, 2, 12, 4, 1],
  ],
  optimizers: optimizerCases.map(({ rule, start, gradients }) => ['updated', rule, start, gradients]),
  scaling: [
    ['scaled', kerasAdam(0.1), overflowing],
    ['scaled', kerasRmsProp, overflowing],
  ],
};

/** One process answers all questions: loading TensorFlow takes seconds. */
function compare(python: string) {
  const answers = new Map<string, unknown[]>();
  const found = <Answer>(name: keyof typeof questions) => answers.get(name) as Answer[];

  beforeAll(async () => {
    const file = join(import.meta.dirname, 'fixtures.py');
    const all = (await askPython(python, file, Object.values(questions).flat())) as unknown[];
    for (const [name, asked] of Object.entries(questions)) answers.set(name, all.splice(0, asked.length));
  });

  test('both recipes follow the reference trajectory, a wrong activation does not', () => {
    expect(found<Check>('checks').map(({ passed }) => passed)).toEqual([true, true, false, false]);
  });

  test('the first steps in float16 do not overflow', () => {
    expect(found<Check>('half')[0]).toMatchObject({ passed: true });
  });

  test('training to a target gives the same results in both recipes', () => {
    const results = found<ResultMessage>('convergence');
    const [naive, optimized] = results.map(({ repetition }) => repetition.convergence!);
    expect(naive).toMatchObject({ reached: true, dataSource: 'generated' });
    expect(optimized!.epochs).toHaveLength(naive!.epochs.length);
    optimized!.epochs.forEach(({ accuracy, loss }, epoch) => {
      expect(accuracy).toBe(naive!.epochs[epoch]!.accuracy);
      expect(Math.abs(loss / naive!.epochs[epoch]!.loss - 1)).toBeLessThan(1e-4);
    });
  });

  test('fused normalization equals that of Keras, and its running variance is the mean of squares', () => {
    const [norm] = found<{ difference: number; mean: number[]; variance: number[] }>('norm');
    expect(norm!.difference).toBeLessThan(1e-5);
    expect(norm!.mean[0]).toBeCloseTo(0.1 * 3, 5);
    expect(norm!.variance[0]).toBeCloseTo(0.9 + (0.1 * 14) / 3, 5);
  });

  test('attention in blocks equals attention at once', () => {
    for (const difference of found<number>('attention')) expect(difference).toBeLessThan(1e-6);
  });

  test('the optimizer kernels compute the declared formulas with the right place of epsilon', () => {
    const expected = optimizerCases.flatMap(({ values }) => values);
    const values = found<number[]>('optimizers').flat();
    expect(values).toHaveLength(expected.length);
    expected.forEach((value, i) => {
      expect(values[i]! / value).toBeCloseTo(1, 4);
    });
  });

  test('a gradient that overflows halves the scale and changes no array', () => {
    for (const [first, second, third] of found<[number, number][]>('scaling')) {
      expect(first).toEqual([1, 0.5]);
      expect(second![0]).toBeLessThan(1);
      expect(second![1]).toBe(0.5);
      expect(third).toEqual([second![0], 0.25]);
    }
  });
}

const python = findPython('tensorflow');
if (typeof python === 'object') reportLeftOut(python);
else describe('the interpreter for TensorFlow', () => compare(python));

await withEngine('tensorflow', (working) => {
  findEdits(working);

  test('the worker measures a net in whole steps and reports its settings', async () => {
    const attempt = await runInWorker(working, { batchSize: 16 });
    expect(attempt).toMatchObject({
      status: 'ok',
      result: {
        engineVersion: working.version,
        check: { passed: true },
        observed: { compiled: false, tf32: false, matmulBits: 24, convolutionBits: 24 },
        repetition: { itemsPerSample: 16 },
      },
    });
  });
});
