/** @file Faults of tfjs that a check must find: parts of it are replaced while a cell runs. */

import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Cell } from '../../../data/contract/cell.ts';
import type { Check } from '../../../data/contract/proof.ts';
import { sampleCell } from '../../../data/testing/sample-cell.ts';
import { PROTOCOL_VERSION } from '../../protocol/messages.ts';
import { startWasm } from '../tfjs-wasm/start.ts';
import type { TfjsBackend } from './backend/backend.ts';
import type { DropoutRule } from './layers/pass.ts';
import type { Updater } from './network/optimizer.ts';
import { runCell } from './run.ts';

/** The reference's samples of mnist-cnn and fashion-cnn. */
const OLD_BATCH = 16;
const BATCH = 2 * OLD_BATCH;

/** What is wrong at the moment; the parts below are as they should be without it. */
interface Edit {
  /** Changes the gradients, or takes a step of its own. Returns null if there is no update. `step` counts from 1. */
  gradients?(gradients: tf.Tensor[], step: number): tf.Tensor[] | null;
  learningRate?: number;
  /** Moves each variable from its gradient and average of squares. */
  rmsprop?(gradient: tf.Tensor, squares: tf.Tensor): tf.Tensor;
  noDropout?: boolean;
  /** The rate that is used instead. */
  rate?(rate: number): number;
  /** What stands in place of dropout. */
  dropout?(rule: DropoutRule): DropoutRule;
  /** Whether gradients are reversed where a pass drops, and whether the present one does; that is found here. */
  reversed?: boolean;
  dropping?: boolean;
  startAverages?: boolean;
  /** Steps since the last restart; counted here. */
  steps?: number;
  loss?(labels: tf.Tensor, logits: tf.Tensor): [labels: tf.Tensor, logits: tf.Tensor];
}
let edit: Edit = {};

vi.mock('./network/optimizer.ts', async (load) => {
  const real = await load<typeof import('./network/optimizer.ts')>();
  const edited =
    (create: typeof real.leanUpdater): typeof real.leanUpdater =>
    (variables, optimizer) => {
      const faster = { ...optimizer, learningRate: optimizer.learningRate * (edit.learningRate ?? 1) };
      const updater: Updater = create(variables, faster);
      let steps = 0;
      edit.steps = 0;
      return {
        ...updater,
        steps: () => steps,
        apply: (gradients) => {
          steps++;
          edit.steps = steps;
          const changed = edit.gradients ? edit.gradients(gradients, steps) : gradients;
          if (changed === null) return;
          const before = edit.rmsprop && variables.map((variable) => variable.clone());
          updater.apply(changed);
          if (!before) return;
          const { squares } = updater.states();
          variables.forEach((variable, i) => {
            tf.tidy(() => variable.assign(tf.sub(before[i]!, edit.rmsprop!(gradients[i]!, squares[i]!))));
          });
          tf.dispose(before);
        },
      };
    };
  return {
    ...real,
    leanUpdater: edited(real.leanUpdater),
    tutorialUpdater: edited(real.tutorialUpdater),
  };
});

vi.mock('./network/dropout.ts', async (load) => {
  const real = await load<typeof import('./network/dropout.ts')>();
  const edited =
    (rule: DropoutRule): DropoutRule =>
    (input, rate, layer) => {
      edit.dropping = true;
      const wrong = edit.dropout?.(rule) ?? rule;
      return edit.noDropout ? input : wrong(input, edit.rate?.(rate) ?? rate, layer);
    };
  const tutorialDropout = edited(real.tutorialDropout);
  const createResidentDropout: typeof real.createResidentDropout = (seed) => {
    const dropout = real.createResidentDropout(seed);
    return { ...dropout, rule: edited(dropout.rule) };
  };
  return { ...real, tutorialDropout, createResidentDropout };
});

vi.mock('./layers/normalization.ts', async (load) => {
  const real = await load<typeof import('./layers/normalization.ts')>();
  const batchNorm: typeof real.batchNorm = (layer, trained, averages) => (x, pass) => {
    if (!edit.startAverages || pass.training) return real.batchNorm(layer, trained, averages)(x, pass);
    return tf.add(tf.mul(x, trained.scale), trained.shift);
  };
  return { ...real, batchNorm };
});

const withReversedGradient = tf.customGrad((loss) => ({
  value: (loss as tf.Scalar).clone(),
  gradFunc: (gradient) => tf.neg(gradient),
})) as (loss: tf.Scalar) => tf.Scalar;

const softmaxCrossEntropy = tf.losses.softmaxCrossEntropy;
let backend: TfjsBackend;

beforeAll(async () => {
  backend = await startWasm(1);
  Object.assign(tf.losses, {
    softmaxCrossEntropy: (labels: tf.Tensor, logits: tf.Tensor) => {
      const { dropping } = edit;
      edit.dropping = false;
      const loss = softmaxCrossEntropy(...(edit.loss?.(labels, logits) ?? ([labels, logits] as const)));
      return edit.reversed && dropping ? withReversedGradient(loss as tf.Scalar) : loss;
    },
  });
});

afterEach(() => {
  edit = {};
});

/** @param samples Each is one step. */
async function checkOf(changes: Partial<Cell>, wrong: Edit = {}, samples = 6): Promise<Check> {
  edit = wrong;
  let check: Check | null = null;
  const cell = sampleCell({ batchSize: BATCH, ...changes });
  const timing = {
    minWarmUpSteps: 0,
    minWarmUpMs: 0,
    minSamples: 1,
    minMeasureMs: 0,
    maxMeasureMs: 60_000,
    exactSamples: samples,
  };
  const asked = { convergence: null, modelFile: null, runIndex: 0, seed: 7, cell, timing };
  await runCell({ type: 'run', protocol: PROTOCOL_VERSION, ...asked }, backend, (message) => {
    if (message.type === 'result') check = message.check;
  });
  return check!;
}

/** Replaces a kernel of the backend while `work` runs. */
async function withKernel<Result>(
  name: string,
  change: (stock: tf.KernelFunc) => tf.KernelFunc,
  work: () => Promise<Result>,
): Promise<Result> {
  const stock = tf.getKernel(name, 'wasm');
  const replace = (kernel: tf.KernelConfig) => {
    tf.unregisterKernel(name, 'wasm');
    tf.registerKernel(kernel);
  };
  replace({ ...stock, kernelFunc: change(stock.kernelFunc) });
  try {
    return await work();
  } finally {
    replace(stock);
  }
}

type WrongDropout = NonNullable<Edit['dropout']>;

/** What a rule of dropout makes of ones. */
const maskOf = (rule: DropoutRule, shape: number[], ...rest: [rate: number, layer: number]): tf.Tensor =>
  rule(tf.ones(shape), ...rest);

const scaledBy =
  (factor: (rate: number) => number): WrongDropout =>
  (rule) =>
  (x, rate, layer) =>
    tf.mul(rule(x, rate, layer), factor(rate));

/** Draws another mask for the gradient. */
const redrawn: WrongDropout = (rule) => (x, rate, layer) =>
  tf.customGrad((input) => ({
    value: rule(input as tf.Tensor, rate, layer),
    gradFunc: (gradient) => rule(gradient, rate, layer),
  }))(x);

const wrongDropout: [string, WrongDropout, string][] = [
  ['survivors that are not scaled', scaledBy((rate) => 1 - rate), 'scale of dropout'],
  ['a scale that is 1 % off', scaledBy(() => 1.01), 'scale of dropout'],
  ['masks that are drawn again for gradients', redrawn, 'masks of gradients'],
  [
    'gradients that pass all of a dropout',
    (rule) => (x, rate, layer) =>
      tf.customGrad((input) => ({
        value: rule(input as tf.Tensor, rate, layer),
        gradFunc: (gradient) => gradient.clone(),
      }))(x),
    'masks of gradients',
  ],
  [
    'equal masks in every step of one layer',
    (rule) => (x, rate, layer) => (layer === 0 ? tf.dropout(x, rate, undefined, 7) : rule(x, rate, layer)),
    'draws of dropout',
  ],
  [
    'one mask for all samples',
    (rule) => (x, rate, layer) => tf.mul(x, maskOf(rule, [1, ...x.shape.slice(1)], rate, layer)),
    'draws of dropout',
  ],
  [
    'one mask for all rows of a sample',
    (rule) => (x, rate, layer) =>
      layer === 0
        ? tf.mul(x, maskOf(rule, [x.shape[0]!, 1, ...x.shape.slice(2)], rate, layer))
        : rule(x, rate, layer),
    'draws of dropout',
  ],
  [
    'no dropout in one layer',
    (rule) => (x, rate, layer) => (layer === 1 ? x : rule(x, rate, layer)),
    'zeros of dropout',
  ],
];

/** Values of the first samples alone. */
const firstSamples = (x: tf.Tensor) => tf.slice(x, [0, 0], [Math.min(OLD_BATCH, x.shape[0]!), -1]);

/** As far as the check before the loop can see, all are used. */
const firstSamplesLater = (x: tf.Tensor) => (edit.steps! > 5 ? firstSamples(x) : x);

/** A step that is consistent with its own state. */
const withoutLater = (all: tf.Tensor[], step: number): tf.Tensor[] =>
  all.map((one, i) => (i === 2 && step > 5 ? tf.zerosLike(one) : one));

const valuesOf = (backendOf: unknown, tensor: tf.TensorInfo): Float32Array =>
  (backendOf as { typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array }).typedArrayFromHeap(tensor);

/** Rounds to so many bits less; to the nearest, to even. */
function shorten(values: Float32Array, bits: number): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const half = 2 ** (bits - 1) - 1;
  words.forEach((word, i) => {
    words[i] = ((word + half + ((word >>> bits) & 1)) >>> bits) << bits;
  });
}

const shortened =
  (bits: number, fewest = 0) =>
  (stock: tf.KernelFunc): tf.KernelFunc =>
  (given) => {
    const output = stock(given) as tf.TensorInfo;
    if (output.shape[0]! > fewest) shorten(valuesOf(given.backend, output), bits);
    return output;
  };

/** Likewise where it belongs to a large batch. */
const roundedAboveOldBatch = shortened(16, OLD_BATCH);

/** Rounds an output to a sign, an exponent of 8 bits and a fraction of 3. */
const rounded = shortened(20);

/** Moves each value of an output by one place. */
const turned =
  (stock: tf.KernelFunc): tf.KernelFunc =>
  (given) => {
    const output = stock(given) as tf.TensorInfo;
    const values = valuesOf(given.backend, output);
    values.set([...values.subarray(1), values[0]!]);
    return output;
  };

/** Turns the output of a kernel around for large batches. */
const reversedAboveOldBatch =
  (stock: tf.KernelFunc): tf.KernelFunc =>
  (given) => {
    const output = stock(given) as tf.TensorInfo;
    const { dy } = given.inputs as { dy: tf.TensorInfo };
    if (dy.shape[0]! <= OLD_BATCH) return output;
    const values = valuesOf(given.backend, output);
    values.forEach((value, i) => {
      values[i] = -value;
    });
    return output;
  };

/** Returns the values of the first output of each shape. */
function kept(stock: tf.KernelFunc): tf.KernelFunc {
  const outputs = new Map<string, Float32Array>();
  return (given) => {
    const output = stock(given) as tf.TensorInfo;
    const values = valuesOf(given.backend, output);
    const first = outputs.get(String(output.shape));
    if (first) values.set(first);
    else outputs.set(String(output.shape), values.slice());
    return output;
  };
}

/** What an array holds, as one number. */
const contentOf = (values: Float32Array): number =>
  new Uint32Array(values.buffer, values.byteOffset, values.length).reduce(
    (hash, word) => Math.imul(hash ^ word, 0x0100_0193),
    0x811c_9dc5,
  );

/** Returns the output that belongs to what the inputs hold; a new one takes most of a millisecond longer. */
function found(stock: tf.KernelFunc): tf.KernelFunc {
  const outputs = new Map<string, Float32Array>();
  return (given) => {
    const arrays = Object.values(given.inputs as Record<string, tf.TensorInfo | undefined>);
    const key = String(arrays.map((array) => array && contentOf(valuesOf(given.backend, array))));
    const known = outputs.get(key);
    const endMs = performance.now() + (known ? 0 : 0.8);
    while (performance.now() < endMs);
    const output = stock(given) as tf.TensorInfo;
    const values = valuesOf(given.backend, output);
    if (known) values.set(known);
    else outputs.set(key, values.slice());
    return output;
  };
}

const wrongSteps: [string, Edit][] = [
  [
    'only some samples of a large batch',
    { loss: (...both) => [firstSamples(both[0]), firstSamples(both[1])] },
  ],
  [
    'only some samples after the fifth step',
    { loss: (...both) => [firstSamplesLater(both[0]), firstSamplesLater(both[1])] },
  ],
  ['the gradient of one array left out after the fifth step', { gradients: withoutLater }],
  ['every second step left out', { gradients: (all, step) => (step % 2 === 0 ? null : all) }],
  ['no update after the fifth step', { gradients: (all, step) => (step > 5 ? null : all) }],
  ['a learning rate that is 5 % off', { learningRate: 1.05 }],
  ['a learning rate that is 1 % off', { learningRate: 1.01 }],
  [
    'epsilon outside the root',
    {
      rmsprop: (gradient, squares) => tf.div(tf.mul(gradient, 1e-3), tf.add(tf.sqrt(squares), 1e-7)),
    },
  ],
];

/** The comparisons that failed. */
const foundBy = (check: Check): string[] =>
  'comparisons' in check
    ? check.comparisons.filter(({ error, tolerance }) => error > tolerance).map(({ of }) => of)
    : [];

describe('training', () => {
  test('passes as it should be', async () => {
    expect(await checkOf({})).toMatchObject({ passed: true, measured: true });
    const naive = { recipe: 'naive', workload: 'fashion-cnn' } as const;
    expect(await checkOf(naive)).toMatchObject({ passed: true, measured: true });
  });

  test.each(wrongSteps)('%s fails', async (_, wrong) => {
    expect(await checkOf({}, wrong)).toMatchObject({ passed: false });
  });

  // Where a step takes so long that few fit into the time after the loop, those of the loop are looked at.
  test('every thirteenth step left out fails', async () => {
    const wrong: Edit = { gradients: (all, step) => (step % 13 === 0 ? null : all) };
    expect(foundBy(await checkOf({}, wrong, 16))).toContain('movement');
  });

  test.each(['naive', 'optimized'] as const)('no dropout fails (%s)', async (recipe) => {
    const check = await checkOf({ recipe, workload: 'fashion-cnn' }, { noDropout: true });
    expect(check).toMatchObject({ passed: false });
    expect(foundBy(check)).toEqual(
      expect.arrayContaining(['loss with dropout', 'masks of dropout', 'zeros of dropout']),
    );
  });

  test.each<[string, Edit, string]>([
    ['gradients reversed with dropout alone', { reversed: true }, 'gradient shares with dropout'],
    ['another rate of dropout', { rate: (rate) => rate - 0.05 }, 'zeros of dropout'],
    ['no dropout in one layer', { rate: (rate) => (rate === 0.5 ? 0 : rate) }, 'zeros of dropout'],
  ])('%s fails', async (_, wrong, by) => {
    expect(foundBy(await checkOf({ workload: 'fashion-cnn' }, wrong))).toContain(by);
  });

  test.each(wrongDropout)('%s fails', async (_, dropout, by) => {
    expect(foundBy(await checkOf({ workload: 'fashion-cnn' }, { dropout }, 2))).toContain(by);
  });

  test.each([
    ['one gradient of 8 bits', 'Conv2DBackpropFilter', rounded, 'gradient directions'],
    ['a gradient in another order', 'Conv2DBackpropFilter', turned, 'gradient directions'],
  ])('%s fails', async (_, kernel, change, by) => {
    const check = await withKernel(kernel, change, () => checkOf({ workload: 'fashion-cnn' }));
    expect(foundBy(check)).toContain(by);
  });

  test('in the naive recipe, too, a step that is left out fails', async () => {
    expect(
      await checkOf({ recipe: 'naive' }, Object.fromEntries(wrongSteps)['every second step left out']),
    ).toMatchObject({ passed: false });
  });
});

test.each([
  ['gradients reversed at a large batch', 'Conv2DBackpropFilter', reversedAboveOldBatch],
  ['half precision at a large batch', 'FusedConv2D', roundedAboveOldBatch],
])('%s fails', async (_, kernel, change) => {
  expect(await withKernel(kernel, change, () => checkOf({}))).toMatchObject({ passed: false });
});

test('a batch that holds no whole copies is compared with one that does', async () => {
  const cell = { batchSize: OLD_BATCH + 8 };
  expect(await checkOf(cell)).toMatchObject({ passed: true, measured: false });
  const wrong = await withKernel('Conv2DBackpropFilter', reversedAboveOldBatch, () => checkOf(cell));
  expect(wrong).toMatchObject({ passed: false });
});

test.each([
  ['products', 'BatchMatMul', { workload: 'matmul', mode: 'op', batchSize: null, size: 48 }],
  ['attention', 'BatchMatMul', { workload: 'attention', mode: 'op', batchSize: 2, sequenceLength: 24 }],
  ['outputs', '_FusedMatMul', { mode: 'infer', batchSize: 3 }],
] as const)('%s that are kept fail', async (_, kernel, cell) => {
  expect(await checkOf(cell)).toMatchObject({ passed: true, measured: true });
  expect(await withKernel(kernel, kept, () => checkOf(cell))).toMatchObject({ passed: false });
});

test('a product that is found by what its operands hold fails by its time', async () => {
  const cell = { workload: 'matmul', mode: 'op', batchSize: null, size: 48 } as const;
  const check = await withKernel('BatchMatMul', found, () => checkOf(cell));
  expect(foundBy(check)).toEqual(['work on new inputs']);
});

test('running averages that are ignored fail', async () => {
  const cell = { workload: 'resnet18', mode: 'infer', batchSize: 1 } as const;
  expect(await checkOf(cell, { startAverages: true })).toMatchObject({ passed: false });
});
