import { describe, expect, it } from 'vitest';
import { streamKey, uniform } from '../../../../models/generator.ts';
import type { ConvolutionShape, Matrices, Operation } from '../../graph/operation.ts';
import type { Operand, Step } from '../../graph/step.ts';
import { sizeOf, type Value } from '../../graph/value.ts';
import { largestError } from '../error.ts';
import { createMemory, type Memory } from './memory.ts';
import { runPlain } from './run.ts';

let ids = 0;

const createValue = (...shape: readonly number[]): Value => {
  const id = ids++;
  return { id, name: `value ${id}`, shape, type: 'float32', place: { kind: 'temporary' } };
};

type Eight = readonly [Value, Value, Value, Value, Value, Value, Value, Value];

/** Values of one shape, of which a test takes as many as it needs. */
const createValues = (...shape: readonly number[]): Eight =>
  Array.from({ length: 8 }, () => createValue(...shape)) as unknown as Eight;

const same = (value: Value): Operand => ({ value, index: { kind: 'same' } });

/** Random numbers that differ from each other by more than the steps of a difference. */
const randomOf = (value: Value, stream: number): Float64Array =>
  Float64Array.from({ length: sizeOf(value) }, (_, i) => 2 * uniform(streamKey(5, stream), i) - 1 + i * 1e-3);

interface Check {
  forward: readonly Operation[];
  /** The output, whose gradient is random, and the value in which that gradient is given. */
  out: Value;
  outGradient: Value;
  backward: readonly Operation[];
  /** Inputs with random values, by the value that holds the gradient with respect to them. */
  gradients: readonly (readonly [input: Value, gradient: Value])[];
  /** Other values that are read. */
  others?: readonly (readonly [value: Value, array: ArrayLike<number>])[];
}

/** Sum over the output times the given gradient. */
function objective({ forward, out, outGradient }: Check, memory: Memory): number {
  runPlain(forward, memory);
  const weights = memory.of(outGradient);
  return memory.of(out).reduce((sum, x, i) => sum + x * weights[i]!, 0);
}

/** (f(x + h) - f(x - h)) / 2h for each element; in float64 it errs by about h^2, and by 1e-16 / h. */
function differences(check: Check, memory: Memory, input: Value): Float64Array {
  const step = 1e-5;
  const array = memory.of(input);
  return array.slice().map((x, i) => {
    array[i] = x + step;
    const above = objective(check, memory);
    array[i] = x - step;
    const below = objective(check, memory);
    array[i] = x;
    return (above - below) / (2 * step);
  });
}

/** The largest error of all gradients relative to finite differences. */
function errorOf(check: Check): number {
  const memory = createMemory();
  check.gradients.forEach(([input], stream) => {
    memory.write(input, randomOf(input, stream));
  });
  for (const [value, array] of check.others ?? []) memory.write(value, array);
  memory.write(check.outGradient, randomOf(check.outGradient, 100));
  const expected = check.gradients.map(([input]) => differences(check, memory, input));
  runPlain([...check.forward, ...check.backward], memory);
  return Math.max(
    ...check.gradients.map(([, gradient], i) => largestError(memory.of(gradient), expected[i]!)),
  );
}

describe('the gradients of a convolution', () => {
  const base = { batch: 2, height: 5, width: 4, channels: 3, filters: 2, kernel: 3, stride: 1 };
  it.each<[string, ConvolutionShape]>([
    ['a border on all sides', { ...base, padTop: 1, padLeft: 1, outHeight: 5, outWidth: 4 }],
    ['no border', { ...base, padTop: 0, padLeft: 0, outHeight: 3, outWidth: 2 }],
    [
      'stride 2 and a border after the last row alone',
      { ...base, stride: 2, height: 4, padTop: 0, padLeft: 0, outHeight: 2, outWidth: 2 },
    ],
    [
      'stride 2 and a border before the first column alone',
      { ...base, stride: 2, padTop: 0, padLeft: 1, outHeight: 2, outWidth: 2 },
    ],
    [
      'pixels between the windows',
      { ...base, kernel: 1, stride: 2, padTop: 0, padLeft: 0, outHeight: 3, outWidth: 2 },
    ],
  ])('with %s are finite differences', (_, shape) => {
    const { batch, height, width, channels, filters, kernel, outHeight, outWidth } = shape;
    const image = createValue(batch, height, width, channels);
    const filter = createValue(kernel, kernel, channels, filters);
    const out = createValue(batch, outHeight, outWidth, filters);
    const gradient = createValue(...out.shape);
    const [imageGradient, filterGradient] = [createValue(...image.shape), createValue(...filter.shape)];
    const error = errorOf({
      forward: [{ kind: 'convolution', shape, image, filter, out, epilogue: [] }],
      out,
      outGradient: gradient,
      backward: [
        { kind: 'convolution-input-gradient', shape, gradient, filter, out: imageGradient, epilogue: [] },
        { kind: 'convolution-filter-gradient', shape, image, gradient, out: filterGradient },
      ],
      gradients: [
        [image, imageGradient],
        [filter, filterGradient],
      ],
    });
    expect(error).toBeLessThan(1e-6);
  });
});

describe('the gradient', () => {
  it('of a max pool with a remainder is a finite difference', () => {
    const shape = { batch: 2, height: 5, width: 7, channels: 3, size: 2 };
    const [input, inputGradient] = [createValue(2, 5, 7, 3), createValue(2, 5, 7, 3)];
    const [out, gradient] = [createValue(2, 2, 3, 3), createValue(2, 2, 3, 3)];
    const error = errorOf({
      forward: [{ kind: 'max-pool', shape, input, out, epilogue: [] }],
      out,
      outGradient: gradient,
      backward: [{ kind: 'max-pool-gradient', shape, input, gradient, out: inputGradient, epilogue: [] }],
      gradients: [[input, inputGradient]],
    });
    expect(error).toBeLessThan(1e-6);
  });

  it('of a softmax is a finite difference', () => {
    const [input, out, gradient, inputGradient] = createValues(3, 5);
    const sizes = { rows: 3, columns: 5 };
    const error = errorOf({
      forward: [{ kind: 'softmax', ...sizes, input, out }],
      out,
      outGradient: gradient,
      backward: [{ kind: 'softmax-gradient', ...sizes, output: out, gradient, out: inputGradient }],
      gradients: [[input, inputGradient]],
    });
    expect(error).toBeLessThan(1e-6);
  });

  it('of a cross-entropy is a finite difference times its scale', () => {
    const [logits, gradient] = createValues(4, 3);
    const [loss, scale] = createValues(1);
    const labels = createValue(4);
    const error = errorOf({
      forward: [
        {
          kind: 'cross-entropy',
          batch: 4,
          classes: 3,
          logits,
          labels,
          loss,
          gradient,
          // The gradient of the objective, which weights the loss with its random first number.
          gradientScale: randomOf(scale, 100)[0]!,
        },
      ],
      out: loss,
      outGradient: scale,
      backward: [],
      gradients: [[logits, gradient]],
      others: [[labels, [2, 0, 1, 1]]],
    });
    expect(error).toBeLessThan(1e-6);
  });

  it('of a layer normalization is a finite difference for its input, scale and shift', () => {
    const sizes = { rows: 4, columns: 5, epsilon: 1e-3 };
    const [input, out, gradient, inputGradient] = createValues(4, 5);
    const [scale, shift, sumGradient, sumProduct] = createValues(5);
    const statistics = createValue(4, 2);
    const error = errorOf({
      forward: [{ kind: 'layer-normalization', ...sizes, input, scale, shift, out, statistics }],
      out,
      outGradient: gradient,
      backward: [
        {
          kind: 'layer-normalization-gradient',
          ...sizes,
          input,
          gradient,
          statistics,
          scale,
          out: inputGradient,
          epilogue: [],
        },
        {
          kind: 'normalization-sums',
          per: 'row',
          ...sizes,
          input,
          gradient,
          statistics,
          sumGradient,
          sumProduct,
        },
      ],
      gradients: [
        [input, inputGradient],
        [scale, sumProduct],
        [shift, sumGradient],
      ],
    });
    expect(error).toBeLessThan(1e-6);
  });

  it('of a batch normalization is a finite difference for its input, scale and shift', () => {
    const [rows, columns, epsilon] = [12, 3, 1e-3];
    const [input, out, gradient, inputGradient] = createValues(2, 6, 3);
    const [scale, shift, sumGradient, sumProduct] = createValues(3);
    const [statistics, averages] = [createValue(2, 3), createValue(2, 3)];
    const normalize: Step = { kind: 'normalize', statistics, scale, shift, epsilon };
    const normalizeGradient: Step = {
      kind: 'normalize-gradient',
      input: same(input),
      statistics,
      scale,
      sumGradient,
      sumProduct,
      rows,
      epsilon,
    };
    const error = errorOf({
      forward: [
        { kind: 'batch-statistics', rows, channels: 3, input, out: statistics, averages, momentum: 0.9 },
        { kind: 'elementwise', input: same(input), out, epilogue: [normalize] },
      ],
      out,
      outGradient: gradient,
      backward: [
        {
          kind: 'normalization-sums',
          per: 'channel',
          rows,
          columns,
          epsilon,
          input,
          gradient,
          statistics,
          sumGradient,
          sumProduct,
        },
        { kind: 'elementwise', input: same(gradient), out: inputGradient, epilogue: [normalizeGradient] },
      ],
      gradients: [
        [input, inputGradient],
        [scale, sumProduct],
        [shift, sumGradient],
      ],
      others: [[averages, [0, 0, 0, 1, 1, 1]]],
    });
    expect(error).toBeLessThan(1e-6);
  });

  it.each<[string, (input: Value, kept: Value) => readonly [Step[], Step[]]]>([
    ['gelu', (input) => [[{ kind: 'gelu' }], [{ kind: 'gelu-gradient', input: same(input) }]]],
    [
      'relu',
      (_, kept) => [
        [{ kind: 'relu' }, { kind: 'keep', out: kept }],
        [{ kind: 'relu-gradient', output: same(kept) }],
      ],
    ],
    [
      'a scale after gelu',
      (input) => [
        [{ kind: 'gelu' }, { kind: 'scale', factor: -3 }],
        [
          { kind: 'scale', factor: -3 },
          { kind: 'gelu-gradient', input: same(input) },
        ],
      ],
    ],
  ])('of %s is a finite difference', (_, steps) => {
    const [input, out, kept, gradient, inputGradient] = createValues(7, 9);
    const [forward, backward] = steps(input, kept);
    const error = errorOf({
      forward: [{ kind: 'elementwise', input: same(input), out, epilogue: forward }],
      out,
      outGradient: gradient,
      backward: [{ kind: 'elementwise', input: same(gradient), out: inputGradient, epilogue: backward }],
      gradients: [[input, inputGradient]],
    });
    expect(error).toBeLessThan(1e-6);
  });

  it('of a gather is a scatter', () => {
    const [table, tableGradient] = createValues(5, 3);
    const [out, gradient] = createValues(6, 3);
    const indices = createValue(6);
    const sizes = { rows: 6, columns: 3 };
    const error = errorOf({
      forward: [
        { kind: 'gather', ...sizes, table, indices, out, epilogue: [{ kind: 'scale', factor: 2.5 }] },
      ],
      out,
      outGradient: gradient,
      backward: [
        { kind: 'scatter-add', ...sizes, entries: 5, gradient, indices, out: tableGradient, factor: 2.5 },
      ],
      gradients: [[table, tableGradient]],
      others: [[indices, [4, 0, 2, 2, 0, 2]]],
    });
    expect(error).toBeLessThan(1e-6);
  });

  it('of rows moved behind a new one is the rows moved back, and the sum of the new ones', () => {
    const [input, inputGradient] = createValues(2, 3, 4);
    const [out, gradient] = createValues(2, 4, 4);
    const [fill, fillGradient] = createValues(4);
    const sizes = { batch: 2, columns: 4 };
    const error = errorOf({
      forward: [
        { kind: 'shift-rows', ...sizes, inputRows: 3, outRows: 4, shift: 1, input, fill, out, epilogue: [] },
      ],
      out,
      outGradient: gradient,
      backward: [
        {
          kind: 'shift-rows',
          ...sizes,
          inputRows: 4,
          outRows: 3,
          shift: -1,
          input: gradient,
          fill: null,
          out: inputGradient,
          epilogue: [],
        },
        {
          kind: 'sum-rows',
          input: gradient,
          out: fillGradient,
          outer: 1,
          rows: 2,
          columns: 4,
          outerStride: 0,
          rowStride: 16,
          epilogue: [],
        },
      ],
      gradients: [
        [input, inputGradient],
        [fill, fillGradient],
      ],
    });
    expect(error).toBeLessThan(1e-6);
  });

  it('of a product is a product with the other operand transposed', () => {
    const [left, leftGradient] = createValues(3, 4);
    const [right, rightGradient] = createValues(4, 5);
    const [out, gradient] = createValues(3, 5);
    const dense = (value: Value): Matrices => ({
      value,
      offset: 0,
      strides: { outer: 0, inner: 0, row: value.shape[1]! },
    });
    const common = { kind: 'product', batch: { outer: 1, inner: 1 }, epilogue: [] } as const;
    const error = errorOf({
      forward: [
        {
          ...common,
          rows: 3,
          columns: 5,
          depth: 4,
          left: dense(left),
          leftTransposed: false,
          right: dense(right),
          rightTransposed: false,
          out: dense(out),
        },
      ],
      out,
      outGradient: gradient,
      backward: [
        {
          ...common,
          rows: 3,
          columns: 4,
          depth: 5,
          left: dense(gradient),
          leftTransposed: false,
          right: dense(right),
          rightTransposed: true,
          out: dense(leftGradient),
        },
        {
          ...common,
          rows: 4,
          columns: 5,
          depth: 3,
          left: dense(left),
          leftTransposed: true,
          right: dense(gradient),
          rightTransposed: false,
          out: dense(rightGradient),
        },
      ],
      gradients: [
        [left, leftGradient],
        [right, rightGradient],
      ],
    });
    expect(error).toBeLessThan(1e-6);
  });

  it('of an attention is a finite difference for query, key and value', () => {
    const shape = { batch: 2, length: 4, heads: 2, width: 3 };
    const [query, key, value, out, gradient, queryGradient, keyGradient, valueGradient] = createValues(
      2,
      4,
      2,
      3,
    );
    const logSums = createValue(2, 2, 4);
    const common = { shape, scale: 0.7, query, key, value, logSums };
    const error = errorOf({
      forward: [{ kind: 'attention', ...common, out }],
      out,
      outGradient: gradient,
      backward: [
        {
          kind: 'attention-gradient',
          ...common,
          output: out,
          gradient,
          queryGradient,
          keyGradient,
          valueGradient,
        },
      ],
      gradients: [
        [query, queryGradient],
        [key, keyGradient],
        [value, valueGradient],
      ],
    });
    expect(error).toBeLessThan(1e-6);
  });
});
