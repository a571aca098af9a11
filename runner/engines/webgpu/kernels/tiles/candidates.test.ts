/** @file Which tiles are tried for which shapes. */
import { describe, expect, test } from 'vitest';
import { findFault, forms } from '../../../../../data/derive/personal-data/forms.ts';
import type { ConvolutionShape } from '../../../compiled/graph/operation.ts';
import type { ElementType, Value } from '../../../compiled/graph/value.ts';
import type { KernelLimits, Variant } from '../kernel.ts';
import { createConvolution, createFilterGradient, createInputGradient } from './convolutions.ts';
import { wholeMatrix } from './matrix.ts';
import { createProduct } from './product.ts';

const large: KernelLimits = { workgroupBytes: 49_152, invocations: 1024, subgroups: true, software: false };
/** The least that WebGPU guarantees. */
const least: KernelLimits = { workgroupBytes: 16_384, invocations: 256, subgroups: false, software: false };

let ids = 0;
const array = (shape: readonly number[], type: ElementType = 'float32'): Value => ({
  id: ids++,
  name: `${shape}`,
  shape,
  type,
  place: { kind: 'temporary' },
});

function product(
  rows: number,
  columns: number,
  depth: number,
  type: ElementType,
  limits: KernelLimits,
): Variant[] {
  return createProduct(
    {
      kind: 'product',
      rows,
      columns,
      depth,
      batch: { outer: 1, inner: 1 },
      left: wholeMatrix(array([rows, depth], type), depth),
      leftTransposed: false,
      right: wholeMatrix(array([depth, columns], type), columns),
      rightTransposed: false,
      out: wholeMatrix(array([rows, columns], type), columns),
      epilogue: [],
    },
    limits,
  );
}

/** A convolution that keeps the size of square images, with 3x3 taps. */
const same = (batch: number, size: number, channels: number, filters: number): ConvolutionShape => ({
  batch,
  height: size,
  width: size,
  channels,
  filters,
  kernel: 3,
  stride: 1,
  padTop: 1,
  padLeft: 1,
  outHeight: size,
  outWidth: size,
});

const imageOf = ({ batch, height, width, channels }: ConvolutionShape) =>
  array([batch, height, width, channels]);
const outputOf = ({ batch, outHeight, outWidth, filters }: ConvolutionShape) =>
  array([batch, outHeight, outWidth, filters]);
const filterOf = ({ kernel, channels, filters }: ConvolutionShape) =>
  array([kernel, kernel, channels, filters]);

const convolution = (shape: ConvolutionShape, limits = large): Variant[] =>
  createConvolution(
    {
      kind: 'convolution',
      shape,
      image: imageOf(shape),
      filter: filterOf(shape),
      out: outputOf(shape),
      epilogue: [],
    },
    limits,
  );

const inputGradient = (shape: ConvolutionShape, limits = large): Variant[] =>
  createInputGradient(
    {
      kind: 'convolution-input-gradient',
      shape,
      gradient: outputOf(shape),
      filter: filterOf(shape),
      out: imageOf(shape),
      epilogue: [],
    },
    limits,
  );

const filterGradient = (shape: ConvolutionShape, limits = large): Variant[] =>
  createFilterGradient(
    {
      kind: 'convolution-filter-gradient',
      shape,
      image: imageOf(shape),
      gradient: outputOf(shape),
      out: filterOf(shape),
    },
    limits,
  );

const groupsOf = ({ kernels: [kernel] }: Variant): number =>
  kernel!.grid.reduce((all, size) => all * size, 1);

const scratchBytes = ({ kernels: [kernel] }: Variant): number =>
  kernel!.bindings.reduce((sum, { memory }) => sum + ('bytes' in memory ? memory.bytes : 0), 0);

/** Bytes of the arrays that a kernel declares in workgroup memory. */
function workgroupBytes({ kernels: [kernel] }: Variant): number {
  const arrays = kernel!.body.matchAll(
    /var<workgroup> \w+: (?:array<)?array<array<vec4<(f32|f16)>, (\d+)>, (\d+)>(?:, (\d))?/g,
  );
  return [...arrays].reduce(
    (sum, [, element, groups, depth, buffers = '1']) =>
      sum + (element === 'f32' ? 16 : 8) * Number(groups) * Number(depth) * Number(buffers),
    0,
  );
}

const families: Record<string, (limits: KernelLimits) => Variant[]> = {
  'a large product': (limits) => product(4096, 4096, 4096, 'float32', limits),
  'a large product in half precision': (limits) => product(4096, 4096, 4096, 'float16', limits),
  'a product of one row': (limits) => product(1, 4096, 512, 'float32', limits),
  'a product with ten columns': (limits) => product(256, 10, 512, 'float32', limits),
  'a convolution of 3 channels': (limits) => convolution(same(256, 32, 3, 64), limits),
  'a convolution of small images': (limits) => convolution(same(256, 4, 512, 512), limits),
  'an input gradient': (limits) => inputGradient(same(256, 4, 512, 512), limits),
  'a filter gradient': (limits) => filterGradient(same(256, 32, 64, 64), limits),
};

describe.each(Object.entries(families))('%s', (name, create) => {
  test.each([
    ['large', large],
    ['least', least],
  ])('has a few variants with different names within %s limits', (_, limits) => {
    const variants = create(limits);
    expect(variants.length).toBeGreaterThan(2);
    expect(variants.length).toBeLessThanOrEqual(6);
    expect(new Set(variants.map(({ name }) => name)).size).toBe(variants.length);
    for (const variant of variants) {
      expect(workgroupBytes(variant)).toBeGreaterThan(0);
      expect(workgroupBytes(variant)).toBeLessThanOrEqual(limits.workgroupBytes);
      for (const { workgroupSize, grid } of variant.kernels) {
        expect(workgroupSize).toBeLessThanOrEqual(limits.invocations);
        expect(Math.max(...grid)).toBeLessThanOrEqual(65_535);
      }
      expect(scratchBytes(variant)).toBeLessThanOrEqual(2 ** 26);
    }
  });

  test.each([
    ['large', large],
    ['least', least],
    ['software', { ...large, software: true }],
  ])('has variants within %s limits whose names a file of results keeps', (_, limits) => {
    const faults = create(limits).map(({ name: one }) => findFault(`${one} 1x`, forms.settingValue));
    expect(faults.filter((fault) => fault !== null)).toEqual([]);
  });

  test('keeps a large GPU busy with its first variant, or has too little to do', () => {
    const [first] = create(large);
    if (first!.kernels[0]!.flops > 1e8) expect(groupsOf(first!)).toBeGreaterThanOrEqual(132);
  });

  test('names no half precision in full precision', () => {
    const isHalf = name.includes('half');
    for (const { kernels } of create(large)) expect(kernels[0]!.body.includes('f16')).toBe(isHalf);
  });
});

const isSplit = ({ name }: Variant): boolean => name.includes('split');
const isByPosition = ({ name }: Variant): boolean => name.includes('by position');

test('the depth is split where there are few tiles and much depth, not elsewhere', () => {
  expect(product(4096, 4096, 4096, 'float32', large).some(isSplit)).toBe(false);
  expect(product(64, 64, 32, 'float32', large).some(isSplit)).toBe(false);
  expect(isSplit(product(64, 64, 100_000, 'float32', large)[0]!)).toBe(true);
  expect(isSplit(filterGradient(same(256, 32, 64, 64))[0]!)).toBe(true);
});

test('images are computed by position where most taps would meet the border, and another way is tried, too', () => {
  for (const create of [convolution, inputGradient, filterGradient]) {
    const small = create(same(256, 2, 512, 512));
    expect(isByPosition(small[0]!)).toBe(true);
    expect(small.every(isByPosition)).toBe(false);
  }
  for (const create of [convolution, inputGradient]) {
    expect(create(same(256, 64, 64, 64)).some(isByPosition)).toBe(false);
  }
});

test('the arithmetic of a convolution is that of its definition, however it is computed', () => {
  const flops = 2 * 256 * 2 * 2 * 9 * 512 * 512;
  for (const create of [convolution, inputGradient, filterGradient]) {
    for (const { kernels } of create(same(256, 2, 512, 512))) expect(kernels[0]!.flops).toBe(flops);
  }
});
