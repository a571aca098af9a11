/**
 * @file Kernels that pass over arrays compute their cases, also with several chunks; and a kernel with a mistake in its
 * text does not.
 */
import { expect, test } from 'vitest';
import type { Operation } from '../../compiled/graph/operation.ts';
import type { Step } from '../../compiled/graph/step.ts';
import { allCases } from '../../compiled/testing/cases/all.ts';
import { type Case, createCase, type ValueMaker } from '../../compiled/testing/cases/case.ts';
import { kernelsOf } from '../device/generators.ts';
import { testKinds } from '../testing/kinds.ts';
import { findWrong, settings } from '../testing/run-case.ts';
import { errorOfMistake, type Mistake } from '../testing/spoil.ts';
import type { Target } from './kernel.ts';

const kinds = [
  'elementwise',
  'max-pool',
  'max-pool-gradient',
  'sum-rows',
  'gather',
  'scatter-add',
  'shift-rows',
  'update',
] as const;

testKinds(kinds);

/** As in a net, where the pool reads what a relu has stored: half of the elements are 0. */
const afterRelu = (channels: number): Case =>
  createCase(`pool gradient after a relu, ${channels} channels`, (make) => {
    const shape = [2, 7, 9, channels];
    const input = make.activation(shape, (random) => Math.max(0, random - 0.25));
    return {
      kind: 'max-pool-gradient',
      shape: { batch: 2, height: 7, width: 9, channels, size: 2 },
      input,
      gradient: make.activation([2, 3, 4, channels]),
      out: make.result(shape),
      epilogue: [
        { kind: 'relu-gradient', output: { value: input, index: { kind: 'same' } } },
        { kind: 'scale', factor: 3 },
      ],
    };
  });

const others: readonly Case[] = [afterRelu(8), afterRelu(5)];

test.each(others)('$name', async (one) => {
  expect(await findWrong([one], settings[0]!)).toEqual([]);
});

const addBias = (make: ValueMaker, period: number): Step => ({
  kind: 'add',
  operand: { value: make.exact([period]), index: { kind: 'periodic', period } },
});

const sums = (outer: number, rows: number, columns: number): Case =>
  createCase(`sums ${outer}x${rows}x${columns}`, (make) => ({
    kind: 'sum-rows',
    input: make.activation([outer, rows, columns]),
    out: make.result([outer, columns]),
    outer,
    rows,
    columns,
    outerStride: rows * columns,
    rowStride: columns,
    epilogue: [addBias(make, columns)],
  }));

const scattered = (rows: number, columns: number, entries: number): Case =>
  createCase(`scattered ${rows}x${columns} to ${entries}`, (make) => ({
    kind: 'scatter-add',
    rows,
    columns,
    entries,
    gradient: make.activation([rows, columns]),
    indices: make.indices([rows], entries),
    out: make.exactResult([entries, columns]),
    factor: 1,
  }));

/** Larger than the cases of all backends, so that they take several chunks; no size is a multiple of another. */
const large: readonly Case[] = [
  createCase('steps of 40x50x300', (make) => ({
    kind: 'elementwise',
    input: { value: make.activation([40, 300]), index: { kind: 'row-of-group', rows: 50, columns: 300 } },
    out: make.result([40, 50, 300]),
    epilogue: [addBias(make, 300), addBias(make, 15_000), { kind: 'dropout', rate: 0.5, layer: 3 }],
  })),
  createCase('pool of 9x31x129x33', (make) => ({
    kind: 'max-pool',
    shape: { batch: 9, height: 31, width: 129, channels: 33, size: 2 },
    input: make.activation([9, 31, 129, 33]),
    out: make.result([9, 15, 64, 33]),
    epilogue: [addBias(make, 33)],
  })),
  createCase('pool gradient of 9x31x129x33', (make) => ({
    kind: 'max-pool-gradient',
    shape: { batch: 9, height: 31, width: 129, channels: 33, size: 2 },
    input: make.activation([9, 31, 129, 33]),
    gradient: make.activation([9, 15, 64, 33]),
    out: make.result([9, 31, 129, 33]),
    epilogue: [addBias(make, 33)],
  })),
  sums(1, 40_003, 36),
  sums(3, 9001, 60),
  sums(2, 6000, 64),
  sums(300, 41, 100),
  createCase('gathered 9001x70', (make) => ({
    kind: 'gather',
    rows: 9001,
    columns: 70,
    table: make.activation([50, 70]),
    indices: make.indices([9001], 50),
    out: make.result([9001, 70]),
    epilogue: [addBias(make, 70)],
  })),
  scattered(9001, 70, 50),
  scattered(20_000, 20, 20_001),
  scattered(20_000, 9, 20_001),
  createCase('shifted 40x51x130', (make) => ({
    kind: 'shift-rows',
    batch: 90,
    inputRows: 50,
    outRows: 51,
    columns: 130,
    shift: 1,
    input: make.activation([90, 50, 130]),
    fill: make.exact([130]),
    out: make.result([90, 51, 130]),
    epilogue: [],
  })),
];

/** For looking at kernels only. */
const nowhere: Target = {
  relaxed: false,
  wideVectors: false,
  addressOf: () => 0,
  scalar: () => '(i32.const 0)',
};

const mostChunks = (operation: Operation): number =>
  Math.max(...kernelsOf(operation, nowhere).map(({ chunks }) => chunks));

test.each(large)('$name, in several chunks', async (one) => {
  expect(mostChunks(one.operation)).toBeGreaterThan(1);
  expect(await findWrong([one], settings[0]!)).toEqual([]);
});

const cases: readonly Case[] = [...kinds.flatMap((kind) => allCases[kind]), ...large, ...others];

const mistakes: readonly Mistake[] = [
  // Steps.
  ['elementwise 3x5x7x8, normalize', '(word.const -32)', '(word.const -28)'],
  ['elementwise 2x3x5x33, normalize', '(f32.const 0.001', '(f32.const 0.002'],
  ['elementwise 2x3x5, relu', 'f32x4.pmax', 'f32x4.pmin'],
  ['elementwise 2x3x5, dropout 0.25', '(i32.const 16)', '(i32.const 17)'],
  ['elementwise 2x3x5x33, dropout 0.25', 'i32x4 0 1 2 3', 'i32x4 0 1 2 2'],
  ['elementwise 5x7, dropout switched off', 'i32.const 0)', 'i32.const 9999999)'],
  ['elementwise gelu from -9 to 9', '0.5307', '0.5407'],
  ['elementwise gelu from -9 to 9', 'v128.bitselect', 'f32x4.relaxed_madd'],
  ['elementwise gelu-gradient from -9 to 9', '0.398', '0.399'],
  ['elementwise 2x3x5x33, relu gradient', 'f32x4.gt', 'f32x4.lt'],
  ['elementwise 2x3x5x33, normalize gradient', '(f32.const -0.03', '(f32.const -0.04'],
  // Segments and the elements that fill no vector.
  ['elementwise 2x3x5x33, add bias', '(word.const 33))\n', '(word.const 34))\n'],
  ['elementwise 2x3x5x33, add bias', 'v128.store32_lane offset=0 0', 'v128.store32_lane offset=4 0'],
  ['steps of 40x50x300', '(word.const 1200)', '(word.const 1196)'],
  ['pool of 9x31x129x33', '(word.const 15)', '(word.const 16)'],
  ['max pool 2x2 of 1x7x5x4', 'offset=96', 'offset=80'],
  ['max pool gradient 2x2 of 1x7x5x4, equal elements', 'f32x4.gt', 'f32x4.ge'],
  ['max pool gradient 2x2 of 1x7x5x4, equal elements', 'v128.andnot', 'v128.and'],
  ['max pool gradient 2x2 of 1x7x5x4', '(i32.const 0) (word.const 80)', '(i32.const 0) (word.const 64)'],
  [
    'pool gradient after a relu, 8 channels',
    '(f32x4.gt (local.get $largest',
    '(f32x4.ge (local.get $largest',
  ],
  ['sum rows 1x4097x64', 'offset=512', 'offset=256'],
  ['sums 1x40003x36', '(word.const 3997)', '(word.const 3996)'],
  ['gather 9x12 of 5 from float32', '(word.mul', '(word.add'],
  ['scatter add 65x33 to 20', 'f32x4.relaxed_madd', 'f32x4.relaxed_nmadd'],
  ['scattered 20000x20 to 20001', 'word.lt_u', 'word.le_u'],
  ['shift rows 2x5x8 by 1 to 6, filled', '(word.const 48)', '(word.const 40)'],
  ['update 257 by adam', 'f32x4.sqrt', 'f32x4.abs'],
  ['update 257 by rmsprop', '(f32.const 0.8999', '(f32.const 0.8998'],
];

test.each(mistakes)('%s with %j as %j is found', async (...mistake) => {
  expect(await errorOfMistake(cases, mistake)).toBeGreaterThan(1);
});
