/** @file Runs JAX if it is set up: every layer, every mode, and checks that must fail for deliberate faults. */

import { join } from 'node:path';
import { sampleCell } from '../../../data/testing/sample-cell.ts';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../../../data/contract/cell.ts';
import { exactly, runInWorker, type Working, withEngine } from '../../../tests/engines.ts';
import { kerasAdam, type Model } from '../../models/layers.ts';
import { modelWeights } from '../../models/shapes.ts';
import { PROTOCOL_VERSION, type ResultMessage } from '../../protocol/messages.ts';
import { nets, SEED } from '../../testing/tiny-nets.ts';
import { declare } from '../python/declaration.ts';
import { askPython, findPython } from '../python/testing/ask-python.ts';
import { briefTraining } from '../python/testing/brief-training.ts';
import { findEdits } from '../python/testing/edits.ts';
import { optimizerCases } from '../python/testing/optimizer-cases.ts';
import { createNetwork, noDropout } from '../tfjs/network/network.ts';
import { leanUpdater } from '../tfjs/network/optimizer.ts';
import { trainStep } from '../tfjs/network/train-step.ts';
import { batchOf, everything } from '../tfjs/testing/everything.ts';

const BATCH = 3;

await withEngine('jax', (working) => {
  describe('jax', () => {
    compareLayers(working);
    updateValues();
    dropOut();
    scaleLosses(working);
    attendInBlocks();
    runModes(working);
    breakThings(working);
    findEdits(working, quick);
  });
});

const cellOf = ({ device }: Working, chosen: Partial<Cell>): Cell =>
  sampleCell({ engine: 'jax', device, batchSize: 2, ...chosen });

/** A function of `fixtures.py`. */
type Question = 'layers' | 'broken' | 'dropped' | 'steps' | 'blocked' | 'updated';

/** With less optimization, XLA compiles in half the time; one mode below is optimized. */
const quick = { JAX_DISABLE_MOST_OPTIMIZATIONS: '1' };

/** `withEngine` has verified its Python. */
const ask = (kind: Question, questions: unknown[]) =>
  askPython(
    findPython('jax') as string,
    join(import.meta.dirname, 'fixtures.py'),
    { ask: kind, questions },
    quick,
  );

const declaredNet = (model: Model) => {
  const { inputShape, input, classes, layers } = model;
  return { inputShape, input, classes, layers, weights: modelWeights(model) };
};

/** Results of the plain JavaScript backend: outputs, loss and gradients, and the outputs after one step. */
async function expectedOf(model: Model) {
  const [outputs, loss, ...gradients] = await everything('cpu', model);
  const network = createNetwork(model, SEED);
  trainStep(network, leanUpdater(network.variables, model.optimizer), batchOf(model), noDropout);
  const after = await network.outputs(batchOf(model).inputs).data();
  return {
    outputs: [...outputs!],
    loss: loss![0]!,
    outputsAfterStep: [...after],
    norms: gradients.map((values) => Math.hypot(...values)),
  };
}

function close(found: readonly number[], expected: readonly number[], tolerance: number): void {
  const largest = Math.max(...expected.map(Math.abs));
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(tolerance * largest);
  });
}

function compareLayers(working: Working): void {
  test('every kind of layer matches its declaration in both recipes', async () => {
    const questions = (['naive', 'optimized'] as const).flatMap((recipe) =>
      nets.map(([, model]) => [
        ...[cellOf(working, { recipe }), declaredNet(model), model.optimizer, SEED, BATCH],
      ]),
    );
    const found = (await ask('layers', questions)) as Awaited<ReturnType<typeof expectedOf>>[];
    for (const [at, [, model]] of nets.entries()) {
      const expected = await expectedOf(model);
      for (const { outputs, loss, norms, outputsAfterStep } of [found[at]!, found[at + nets.length]!]) {
        close(outputs, expected.outputs, 1e-5);
        close([loss], [expected.loss], 1e-5);
        close(norms, expected.norms, 1e-4);
        // The size of an RMSprop step hardly depends on the gradient, so that rounding errors become visible.
        close(outputsAfterStep, expected.outputsAfterStep, 1e-3);
      }
    }
  });
}

function updateValues(): void {
  test('optimizers compute the declared formulas with the right place of epsilon', async () => {
    const questions = optimizerCases.map(({ rule, start, gradients }) => [rule, start, gradients]);
    const found = ((await ask('updated', questions)) as number[][]).flat();
    const expected = optimizerCases.flatMap(({ values }) => values);
    expect(found).toHaveLength(expected.length);
    expected.forEach((value, i) => {
      expect(found[i]! / value).toBeCloseTo(1, 4);
    });
  });
}

const COUNT = 100_000;

function dropOut(): void {
  const cases = [
    [0.3, false, 'threefry2x32'],
    [0.5, false, 'rbg'],
    [0.3, true, 'rbg'],
  ] as const;
  test('dropout scales the values that it keeps, with both generators and in half precision', async () => {
    const questions = cases.map(([rate, half, generator]) => [rate, COUNT, half, generator]);
    const found = (await ask('dropped', questions)) as { share: number; values: number[] }[];
    for (const [at, [rate, half]] of cases.entries()) {
      // Five standard deviations of a binomial proportion.
      const margin = 5 * Math.sqrt((rate * (1 - rate)) / COUNT);
      expect(Math.abs(found[at]!.share - (1 - rate))).toBeLessThan(margin);
      expect(found[at]!.values).toHaveLength(1);
      close(found[at]!.values, [1 / (1 - rate)], half ? 2 ** -8 : 1e-6);
    }
  });
}

interface Steps {
  dropping: number[];
  plain: number[];
  moved: number;
  scale: number | null;
}

function scaleLosses(working: Working): void {
  // The first net has normalization, the second has dropout.
  const stepsOf = (at: number, dtype: Cell['dtype'], recipe: Cell['recipe'], scale: number | null) => [
    ...[cellOf(working, { dtype, recipe }), declaredNet(nets[at]![1]), kerasAdam(1e-3), scale],
  ];

  test('dropout differs from step to step in both recipes', async () => {
    const questions = (['naive', 'optimized'] as const).map((recipe) => stepsOf(1, 'float32', recipe, null));
    for (const { dropping, plain } of (await ask('steps', questions)) as Steps[]) {
      expect(new Set([...dropping, plain[0]]).size).toBe(3);
      expect(plain[1]).toBeLessThan(plain[0]!);
    }
  });

  test('a gradient that overflows in float16 halves the scale and skips the step', async () => {
    const questions = [1e30, 1024].map((scale) => stepsOf(1, 'float16', 'optimized', scale));
    const [overflowing, fine] = (await ask('steps', questions)) as [Steps, Steps];
    expect(overflowing).toMatchObject({ moved: 0, scale: Math.fround(1e30) / 4 });
    expect(overflowing.plain[1]).toBe(overflowing.plain[0]);
    expect(fine.scale).toBe(1024);
    expect(fine.moved).toBeGreaterThan(1e-4);
  });
}

function attendInBlocks(): void {
  test('attention in blocks equals attention at once', async () => {
    const twoPairsBytes = 2 * 12 * 12 * 4;
    const questions = [twoPairsBytes, 1].map((bytes) => [3, 2, 12, 4, bytes]);
    for (const difference of (await ask('blocked', questions)) as number[])
      expect(difference).toBeLessThan(1e-6);
  });
}

const product = { workload: 'matmul', mode: 'op', batchSize: null, size: 96 } as const;
const attention = { workload: 'attention', mode: 'op', sequenceLength: 40 } as const;

const modes: [string, Partial<Cell>, object][] = [
  ['naive training', { recipe: 'naive' }, { matmulBits: 24, convolutionBits: 24 }],
  ['optimized training', { workload: 'fashion-cnn' }, { matmulBits: 24 }],
  ['training in bfloat16', { workload: 'fashion-cnn', dtype: 'bfloat16' }, { convolutionBits: 8 }],
  ['training in float16', { workload: 'fashion-cnn', dtype: 'float16' }, { convolutionBits: 11 }],
  ['inference', { mode: 'infer' }, { matmulBits: 24 }],
  ['inference in bfloat16', { mode: 'infer', dtype: 'bfloat16' }, { matmulBits: 8 }],
  ['products', product, { matmulBits: 24 }],
  ['naive products of float16', { ...product, recipe: 'naive', dtype: 'float16' }, { matmulBits: 11 }],
  ['attention', attention, { matmulBits: 24 }],
];

function runModes(working: Working): void {
  test.each(modes)('%s: checked and timed', async (_, chosen, observed) => {
    const attempt = await runInWorker(working, { batchSize: 2, ...chosen });
    expect(attempt).toMatchObject({
      status: 'ok',
      result: {
        check: { passed: true },
        repetition: { samplesNs: [expect.any(Number), expect.any(Number)] },
        observed: { compiled: true, tf32: false, ...observed },
      },
    });
  });
}

/** The fault, the cell, and whether the check passes. */
const breaks: [string, Partial<Cell>, boolean][] = [
  ['nothing', {}, true],
  ['rate', {}, false],
  ['epsilon', { workload: 'fashion-cnn' }, false],
  ['gradient', {}, false],
  ['rounding', {}, false],
  ['rounding', { mode: 'infer', recipe: 'naive' }, false],
  ['rounding', product, false],
  ['attention', attention, false],
  ['nothing', { ...attention, recipe: 'naive' }, true],
];

function breakThings(working: Working): void {
  test('checks fail for deliberate faults', async () => {
    const questions = breaks.map(([name, chosen]) => {
      const cell = cellOf(working, chosen);
      const request = { type: 'run', protocol: PROTOCOL_VERSION, cell, timing: exactly(1), runIndex: 0 };
      const brief = { seed: 7, convergence: null, modelFile: null, declaration: declare({ cell, seed: 7 }) };
      return [{ ...request, ...brief }, name];
    });
    const found = (await ask('broken', questions)) as { check: { passed: boolean } }[];
    expect(found.map(({ check }, at) => [...breaks[at]!.slice(0, 2), check.passed])).toEqual(breaks);
  });

  // With different pooling, rounding differs, and the first steps of RMSprop amplify that.
  test('training to a target gives the same results in both recipes with the same pooling', async () => {
    const questions = (['naive', 'optimized'] as const).map((recipe) => [
      briefTraining(cellOf(working, { mode: 'converge', recipe, batchSize: 64 })),
      'pool',
    ]);
    const found = (await ask('broken', questions)) as ResultMessage[];
    const [naive, optimized] = found.map(({ repetition }) => repetition.convergence!);
    expect(naive).toMatchObject({ reached: true, dataSource: 'generated' });
    expect(optimized!.epochs.map(({ accuracy }) => accuracy)).toEqual(
      naive!.epochs.map(({ accuracy }) => accuracy),
    );
    const [first, second] = [naive!, optimized!].map(({ epochs }) => epochs.map(({ loss }) => loss));
    close(second!, first!, 1e-4);
  });
}
