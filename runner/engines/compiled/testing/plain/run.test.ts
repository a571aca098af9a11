import { describe, expect, it } from 'vitest';
import { bits } from '../../../../models/generator.ts';
import { kerasAdam, kerasRmsProp } from '../../../../models/layers.ts';
import type { ConvolutionShape, Operation, Update } from '../../graph/operation.ts';
import type { Index, StepScalars } from '../../graph/step.ts';
import type { Value } from '../../graph/value.ts';
import { createMemory } from './memory.ts';
import { type PlainOptions, runPlain } from './run.ts';

const createValue = (
  id: number,
  shape: readonly number[],
  rest: Partial<Pick<Value, 'type' | 'place'>> = {},
): Value => ({ id, name: `value ${id}`, shape, type: 'float32', place: { kind: 'temporary' }, ...rest });

/** Runs one operation and returns what `out` holds then. */
function run(
  operation: Operation,
  arrays: readonly (readonly [value: Value, array: readonly number[]])[],
  out: Value,
  options?: PlainOptions,
): number[] {
  const memory = createMemory();
  for (const [value, array] of arrays) memory.write(value, array);
  runPlain([operation], memory, options);
  return [...memory.of(out)];
}

const dense = (value: Value) => ({
  value,
  offset: 0,
  strides: { outer: 0, inner: 0, row: value.shape.at(-1)! },
});

const same: Index = { kind: 'same' };

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

describe('a product', () => {
  const single = { kind: 'product', rows: 2, columns: 2, depth: 3, batch: { outer: 1, inner: 1 } } as const;
  // [1 2 3; 4 5 6] [7 8; 9 10; 11 12]
  const expected = [58, 64, 139, 154];

  it.each([
    ['', false, false, [1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]],
    [' with a transposed left', true, false, [1, 4, 2, 5, 3, 6], [7, 8, 9, 10, 11, 12]],
    [' with a transposed right', false, true, [1, 2, 3, 4, 5, 6], [7, 9, 11, 8, 10, 12]],
  ])('of 2x3 and 3x2%s', (_, leftTransposed, rightTransposed, leftArray, rightArray) => {
    const left = createValue(0, leftTransposed ? [3, 2] : [2, 3]);
    const right = createValue(1, rightTransposed ? [2, 3] : [3, 2]);
    const out = createValue(2, [2, 2]);
    const operation: Operation = {
      ...single,
      left: dense(left),
      leftTransposed,
      right: dense(right),
      rightTransposed,
      out: dense(out),
      epilogue: [],
    };
    const arrays = [
      [left, leftArray],
      [right, rightArray],
    ] as const;
    expect(run(operation, arrays, out)).toEqual(expected);
  });

  it('of heads inside rows writes each head where it is read', () => {
    // [batch 1, length 2, heads 2, width 1] times itself transposed: for head 0 of [1, 3], for head 1 of [2, 4].
    const rows = createValue(0, [1, 2, 2, 1]);
    const out = createValue(1, [1, 2, 2, 2]);
    const heads = { value: rows, offset: 0, strides: { outer: 4, inner: 1, row: 2 } };
    const operation: Operation = {
      kind: 'product',
      rows: 2,
      columns: 2,
      depth: 1,
      batch: { outer: 1, inner: 2 },
      left: heads,
      leftTransposed: false,
      right: heads,
      rightTransposed: true,
      out: { value: out, offset: 0, strides: { outer: 8, inner: 4, row: 2 } },
      epilogue: [{ kind: 'scale', factor: 10 }],
    };
    expect(run(operation, [[rows, [1, 2, 3, 4]]], out)).toEqual([10, 30, 30, 90, 40, 80, 80, 160]);
  });

  it('counts elements for its steps in the memory of the output', () => {
    // Columns 2 and 3 of rows of four; a bias of period 4 has its last two elements there.
    const [left, right] = [createValue(0, [2, 1]), createValue(1, [1, 2])];
    const [out, bias] = [createValue(2, [2, 4]), createValue(3, [4])];
    const operation: Operation = {
      ...single,
      depth: 1,
      left: dense(left),
      leftTransposed: false,
      right: dense(right),
      rightTransposed: false,
      out: { value: out, offset: 2, strides: { outer: 0, inner: 0, row: 4 } },
      epilogue: [{ kind: 'add', operand: { value: bias, index: { kind: 'periodic', period: 4 } } }],
    };
    const arrays = [
      [left, [1, 2]],
      [right, [3, 4]],
      [bias, [100, 200, 300, 400]],
      [out, [0, 0, 0, 0, 0, 0, 0, 0]],
    ] as const;
    expect(run(operation, arrays, out)).toEqual([0, 0, 303, 404, 0, 0, 306, 408]);
  });
});

describe('a convolution', () => {
  const one = { batch: 1, channels: 1, filters: 1 };
  const convolve = (shape: ConvolutionShape, image: readonly number[], filter: readonly number[]) => {
    const [imageValue, filterValue, out] = [
      createValue(0, [shape.batch, shape.height, shape.width, shape.channels]),
      createValue(1, [shape.kernel, shape.kernel, shape.channels, shape.filters]),
      createValue(2, [shape.batch, shape.outHeight, shape.outWidth, shape.filters]),
    ];
    return run(
      { kind: 'convolution', shape, image: imageValue, filter: filterValue, out, epilogue: [] },
      [
        [imageValue, image],
        [filterValue, filter],
      ],
      out,
    );
  };

  it('with stride 2 and a border after the last row and column alone', () => {
    // 4x4 numbers 1 to 16; the second output of a row sees columns 2, 3 and the border, weighted 1, 2, (3).
    const shape = { ...one, height: 4, width: 4, kernel: 3, stride: 2 };
    const sizes = { padTop: 0, padLeft: 0, outHeight: 2, outWidth: 2 };
    expect(convolve({ ...shape, ...sizes }, numbers(16), numbers(9))).toEqual([
      1 + 2 * 2 + 3 * 3 + 4 * 5 + 5 * 6 + 6 * 7 + 7 * 9 + 8 * 10 + 9 * 11,
      3 + 2 * 4 + 4 * 7 + 5 * 8 + 7 * 11 + 8 * 12,
      9 + 2 * 10 + 3 * 11 + 4 * 13 + 5 * 14 + 6 * 15,
      11 + 2 * 12 + 4 * 15 + 5 * 16,
    ]);
  });

  it('with a border before the first row and after the last column', () => {
    const shape = { ...one, height: 2, width: 2, kernel: 2, stride: 1 };
    const sizes = { padTop: 1, padLeft: 0, outHeight: 2, outWidth: 2 };
    expect(convolve({ ...shape, ...sizes }, [1, 2, 3, 4], [1, 10, 100, 1000])).toEqual([
      2100, 200, 4321, 402,
    ]);
  });

  it('sums over channels for each filter', () => {
    const shape = { batch: 1, height: 1, width: 2, channels: 2, filters: 3, kernel: 1, stride: 1 };
    const sizes = { padTop: 0, padLeft: 0, outHeight: 1, outWidth: 2 };
    // Filters of channel 0 are 1, 2, 3; of channel 1 they are 4, 5, 6.
    expect(convolve({ ...shape, ...sizes }, [1, 10, 2, 20], numbers(6))).toEqual([41, 52, 63, 82, 104, 126]);
  });
});

describe('a max pool', () => {
  const shape = { batch: 1, height: 3, width: 5, channels: 1, size: 2 };
  const [input, gradient] = [createValue(0, [1, 3, 5, 1]), createValue(1, [1, 1, 2, 1])];
  const image = [-4, -1, 7, 7, 90, -1, -3, 7, 2, 90, 90, 90, 90, 90, 90];

  it('drops the remainder', () => {
    const out = createValue(2, [1, 1, 2, 1]);
    const operation: Operation = { kind: 'max-pool', shape, input, out, epilogue: [] };
    expect(run(operation, [[input, image]], out)).toEqual([-1, 7]);
  });

  it('passes its gradient to the first of equal elements', () => {
    const out = createValue(2, [1, 3, 5, 1]);
    const operation: Operation = { kind: 'max-pool-gradient', shape, input, gradient, out, epilogue: [] };
    const arrays = [
      [input, image],
      [gradient, [5, 6]],
    ] as const;
    expect(run(operation, arrays, out)).toEqual([0, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

describe('an elementwise operation', () => {
  it.each<[Index, number[], number[]]>([
    [same, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], numbers(12)],
    [{ kind: 'periodic', period: 4 }, [1, 2, 3, 4], [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4]],
    [{ kind: 'row-of-group', rows: 3, columns: 2 }, [1, 2, 3, 4], [1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4]],
  ])('reads its input by index %o', (index, array, expected) => {
    const [input, out] = [createValue(0, [array.length]), createValue(1, [12])];
    const operation: Operation = { kind: 'elementwise', input: { value: input, index }, out, epilogue: [] };
    expect(run(operation, [[input, array]], out)).toEqual(expected);
  });

  it('applies steps in order, and keeps the element where it is told to', () => {
    const [input, out, kept] = [createValue(0, [3]), createValue(1, [3]), createValue(2, [3])];
    const memory = createMemory();
    memory.write(input, [-1, 0, 2]);
    runPlain(
      [
        {
          kind: 'elementwise',
          input: { value: input, index: same },
          out,
          epilogue: [
            { kind: 'scale', factor: 2 },
            { kind: 'keep', out: kept },
            { kind: 'relu' },
            { kind: 'add', operand: { value: input, index: same } },
          ],
        },
      ],
      memory,
    );
    expect([...memory.of(kept)]).toEqual([-2, 0, 4]);
    expect([...memory.of(out)]).toEqual([-1, 0, 6]);
  });

  it('passes a gradient only where the output of the relu is above 0', () => {
    const [input, output, out] = [createValue(0, [3]), createValue(1, [3]), createValue(2, [3])];
    const operation: Operation = {
      kind: 'elementwise',
      input: { value: input, index: same },
      out,
      epilogue: [{ kind: 'relu-gradient', output: { value: output, index: same } }],
    };
    const arrays = [
      [input, [5, 6, 7]],
      [output, [0, 1e-9, 3]],
    ] as const;
    expect(run(operation, arrays, out)).toEqual([0, 6, 7]);
  });
});

describe('dropout', () => {
  const [input, out] = [createValue(0, [20_000]), createValue(1, [20_000])];
  const drop = (rate: number, layer: number, scalars: Partial<StepScalars> = {}): number[] =>
    run(
      {
        kind: 'elementwise',
        input: { value: input, index: same },
        out,
        epilogue: [{ kind: 'dropout', rate, layer }],
      },
      [[input, new Array<number>(20_000).fill(3)]],
      out,
      { scalars: { dropoutKey: 7, dropout: true, updateFactor: 0, updateEpsilon: 0, ...scalars } },
    );

  it('zeroes its share and scales the others', () => {
    const dropped = drop(0.25, 1);
    // The standard deviation of the share is 0.003.
    expect(dropped.filter((x) => x === 0).length / 20_000).toBeCloseTo(0.25, 1);
    expect(new Set(dropped)).toEqual(new Set([0, 4]));
  });

  it('draws by key, layer and index', () => {
    const draw = (key: number, layer: number, i: number) => (bits(bits(key, layer), i) >>> 8) / 2 ** 24;
    const dropped = drop(0.25, 1);
    for (const i of [0, 1, 17, 19_999]) expect(dropped[i] === 0).toBe(draw(7, 1, i) < 0.25);
    expect(drop(0.25, 1)).toEqual(dropped);
    expect(drop(0.25, 2)).not.toEqual(dropped);
    expect(drop(0.25, 1, { dropoutKey: 8 })).not.toEqual(dropped);
  });

  it('does nothing where it is switched off', () => {
    expect(new Set(drop(0.25, 1, { dropout: false }))).toEqual(new Set([3]));
  });
});

describe('rows', () => {
  it('are summed by group with strides', () => {
    const [input, out] = [createValue(0, [2, 2, 3]), createValue(1, [2, 2])];
    const operation: Operation = {
      kind: 'sum-rows',
      input,
      out,
      outer: 2,
      rows: 2,
      columns: 2,
      outerStride: 6,
      rowStride: 3,
      epilogue: [{ kind: 'scale', factor: 0.5 }],
    };
    expect(run(operation, [[input, numbers(12)]], out)).toEqual([2.5, 3.5, 8.5, 9.5]);
  });

  it('are looked up and added by index', () => {
    const [table, indices] = [createValue(0, [3, 2]), createValue(1, [4], { type: 'int32' })];
    const [out, entries] = [createValue(2, [4, 2]), createValue(3, [3, 2])];
    const rows = { rows: 4, columns: 2, indices };
    expect(
      run(
        { kind: 'gather', ...rows, table, out, epilogue: [] },
        [
          [table, numbers(6)],
          [indices, [2, 0, 2, 2]],
        ],
        out,
      ),
    ).toEqual([5, 6, 1, 2, 5, 6, 5, 6]);
    expect(
      run(
        { kind: 'scatter-add', ...rows, entries: 3, gradient: out, out: entries, factor: 2 },
        [
          [out, numbers(8)],
          [indices, [2, 0, 2, 2]],
        ],
        entries,
      ),
    ).toEqual([6, 8, 0, 0, 26, 32]);
  });

  it.each<[string, number, number, readonly number[] | null, number[]]>([
    ['behind a new one', 3, 1, [8, 9], [8, 9, 1, 2, 3, 4, 8, 9, 5, 6, 7, 8]],
    ['behind zeros', 3, 1, null, [0, 0, 1, 2, 3, 4, 0, 0, 5, 6, 7, 8]],
    ['forward', 1, -1, null, [3, 4, 7, 8]],
    ['before zeros', 3, 0, null, [1, 2, 3, 4, 0, 0, 5, 6, 7, 8, 0, 0]],
  ])('are moved %s', (_, outRows, shift, fillArray, expected) => {
    const [input, fill, out] = [
      createValue(0, [2, 2, 2]),
      createValue(1, [2]),
      createValue(2, [2, outRows, 2]),
    ];
    const operation: Operation = {
      kind: 'shift-rows',
      batch: 2,
      inputRows: 2,
      outRows,
      columns: 2,
      shift,
      input,
      fill: fillArray && fill,
      out,
      epilogue: [],
    };
    const arrays = [
      [input, numbers(8)],
      [fill, fillArray ?? [0, 0]],
    ] as const;
    expect(run(operation, arrays, out)).toEqual(expected);
  });
});

describe('batch statistics', () => {
  it('are mean and variance of each channel, and move the averages', () => {
    const [input, out, averages] = [createValue(0, [3, 2]), createValue(1, [2, 2]), createValue(2, [2, 2])];
    const memory = createMemory();
    memory.write(input, [1, 10, 2, 10, 6, 40]);
    memory.write(averages, [0, 0, 1, 1]);
    runPlain(
      [{ kind: 'batch-statistics', rows: 3, channels: 2, input, out, averages, momentum: 0.75 }],
      memory,
    );
    expect([...memory.of(out)]).toEqual([3, 20, 14 / 3, 200]);
    expect([...memory.of(averages)]).toEqual([0.75, 5, 0.75 + 14 / 12, 50.75]);
  });
});

describe('a softmax and a cross-entropy', () => {
  it('do not overflow', () => {
    const [input, out] = [createValue(0, [1, 2]), createValue(1, [1, 2])];
    const [labels, loss, gradient] = [createValue(2, [1]), createValue(3, [1]), createValue(4, [1, 2])];
    const softmax = run(
      { kind: 'softmax', rows: 1, columns: 2, input, out },
      [[input, [1000, 1000 + Math.log(3)]]],
      out,
    );
    expect(softmax[0]).toBeCloseTo(0.25, 12);
    expect(softmax[1]).toBeCloseTo(0.75, 12);
    const crossEntropy: Operation = {
      kind: 'cross-entropy',
      batch: 1,
      classes: 2,
      logits: input,
      labels,
      loss,
      gradient,
      gradientScale: 8,
    };
    const arrays = [
      [input, [1000, 1000 + Math.log(3)]],
      [labels, [1]],
    ] as const;
    expect(run(crossEntropy, arrays, loss)[0]).toBeCloseTo(-Math.log(0.75), 12);
    expect(run(crossEntropy, arrays, gradient).map((x) => Math.round(x * 1e9) / 1e9)).toEqual([2, -2]);
  });
});

describe('an update', () => {
  const weights = [1, -2, 0.5];
  const steps = [
    [0.3, -4, 0],
    [-0.1, 5, 0],
  ];
  const of = (name: number, type: Value['type'] = 'float32') =>
    createValue(name, [3], { type, place: { kind: 'state', start: new Float32Array(3) } });
  const update: Omit<Update, 'optimizer' | 'means'> = {
    kind: 'update',
    parameters: of(0),
    gradients: of(1),
    squares: of(2),
    half: of(3, 'float16'),
    gradientFactor: 0.25,
  };

  /** Runs two steps with gradients that are four times too large. */
  function train(operation: Update, scalarsOf: (step: number) => [factor: number, epsilon: number]) {
    const memory = createMemory();
    memory.write(operation.parameters, weights);
    steps.forEach((gradients, i) => {
      const [updateFactor, updateEpsilon] = scalarsOf(i + 1);
      const scalars = { dropoutKey: 0, dropout: false, updateFactor, updateEpsilon };
      memory.write(
        operation.gradients,
        gradients.map((g) => g * 4),
      );
      runPlain([operation], memory, { scalars });
    });
    return memory;
  }

  const relative = (found: ArrayLike<number>, expected: readonly number[]) =>
    Math.max(...expected.map((x, i) => Math.abs(found[i]! - x) / Math.abs(x)));

  it('by Adam is algorithm 1 of its paper', () => {
    const optimizer = kerasAdam(0.01);
    const { beta1, beta2, epsilon, learningRate } = optimizer;
    const memory = train({ ...update, optimizer, means: of(4) }, (step) => {
      const root = Math.sqrt(1 - beta2 ** step);
      return [(learningRate * root) / (1 - beta1 ** step), epsilon * root];
    });
    const expected = weights.map((start, i) => {
      let [weight, mean, square] = [start, 0, 0];
      steps.forEach((gradients, at) => {
        mean = beta1 * mean + (1 - beta1) * gradients[i]!;
        square = beta2 * square + (1 - beta2) * gradients[i]! ** 2;
        const meanHat = mean / (1 - beta1 ** (at + 1));
        const squareHat = square / (1 - beta2 ** (at + 1));
        weight -= (learningRate * meanHat) / (Math.sqrt(squareHat) + epsilon);
      });
      return weight;
    });
    expect(relative(memory.of(update.parameters), expected)).toBeLessThan(1e-12);
    expect(expected[0]).not.toBe(weights[0]);
    expect([...memory.of(update.half!)]).toEqual([...memory.of(update.parameters)]);
  });

  it('by RMSprop is its formula', () => {
    const { rho, epsilon, learningRate } = kerasRmsProp;
    const memory = train({ ...update, optimizer: kerasRmsProp, means: null }, () => [learningRate, epsilon]);
    const expected = weights.map((start, i) => {
      const [first, second] = steps.map((gradients) => gradients[i]!) as [number, number];
      const square = (1 - rho) * first ** 2;
      const nextSquare = rho * square + (1 - rho) * second ** 2;
      const after = start - (learningRate * first) / Math.sqrt(square + epsilon);
      return after - (learningRate * second) / Math.sqrt(nextSquare + epsilon);
    });
    expect(relative(memory.of(update.parameters), expected)).toBeLessThan(1e-12);
  });

  it('by Adam without means is refused', () => {
    expect(() => train({ ...update, optimizer: kerasAdam(1), means: null }, () => [1, 1])).toThrow(
      'Adam needs means',
    );
  });
});

describe('memory', () => {
  const place = (offset: number, block = 0): Value['place'] => ({
    kind: 'arena',
    arena: 'gradients',
    block,
    offset,
  });

  it('is shared by the values of an arena block', () => {
    const memory = createMemory([{ size: 8 }, { size: 4 }]);
    memory.write(createValue(0, [3], { place: place(4) }), [1, 2, 3]);
    expect([...memory.of(createValue(1, [8], { place: place(0) }))]).toEqual([0, 0, 0, 0, 1, 2, 3, 0]);
    expect([...memory.of(createValue(2, [4], { place: place(0, 1) }))]).toEqual([0, 0, 0, 0]);
  });

  it('starts as constants and states say, and otherwise as NaN', () => {
    const memory = createMemory();
    const start = Float32Array.of(1, 2);
    expect([...memory.of(createValue(0, [2], { place: { kind: 'state', start } }))]).toEqual([1, 2]);
    expect([...memory.of(createValue(1, [2], { place: { kind: 'constant', data: start } }))]).toEqual([1, 2]);
    expect([...memory.of(createValue(2, [2]))]).toEqual([Number.NaN, Number.NaN]);
  });

  it('refuses arrays and values of another size', () => {
    const memory = createMemory([{ size: 8 }]);
    expect(() => memory.write(createValue(0, [3]), [1])).toThrow('"value 0" has 3 elements, not 1.');
    expect(() => memory.of(createValue(1, [3], { place: place(6) }))).toThrow(
      '"value 1" ends at 9, but its block has 8 elements.',
    );
  });

  it('holds rounded numbers only if that is asked for', () => {
    const [input, out] = [createValue(0, [1]), createValue(1, [1], { type: 'float16' })];
    const operation: Operation = {
      kind: 'elementwise',
      input: { value: input, index: same },
      out,
      epilogue: [],
    };
    expect(run(operation, [[input, [1 / 3]]], out)).toEqual([1 / 3]);
    expect(run(operation, [[input, [1 / 3]]], out, { round: true })).toEqual([0.333251953125]);
  });
});
