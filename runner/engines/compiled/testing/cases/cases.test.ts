import { describe, expect, it } from 'vitest';
import { hasEpilogue, type Operation } from '../../graph/operation.ts';
import type { StepScalars } from '../../graph/step.ts';
import { sizeOf, type Value } from '../../graph/value.ts';
import { largestError } from '../error.ts';
import { roundTo } from '../plain/round.ts';
import { allCases } from './all.ts';
import { type Case, readValues, withType, writtenValues } from './case.ts';
import { compareCase, expectedOf, termsOf } from './compare.ts';
import { productCases } from './products.ts';

/** The largest error of all written values of a case in units of its bound: at most 1 if the case is computed right. */
const errorOf = (oneCase: Case, found: ReadonlyMap<number, ArrayLike<number>>): number =>
  Math.max(...compareCase(oneCase, found).map(({ error, bound }) => error / bound));

describe.each(Object.entries(allCases))('cases of %s', (kind, cases) => {
  const expected = new Map(cases.map((oneCase) => [oneCase, expectedOf(oneCase)]));
  it('are of this kind', () => {
    expect(new Set(cases.map(({ operation }) => operation.kind))).toEqual(new Set([kind]));
  });

  it('have different names', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  it('have data for every value that is read', () => {
    for (const oneCase of cases) {
      for (const value of readValues(oneCase)) {
        expect(oneCase.data.get(value.id)?.length, oneCase.name).toBe(sizeOf(value));
      }
    }
  });

  it('have a result for every element, not all of them 0', () => {
    for (const oneCase of cases) {
      for (const value of writtenValues(oneCase)) {
        const elements = expected.get(oneCase)!.get(value.id)!;
        expect(elements.every(Number.isFinite), `${oneCase.name}: ${value.name}`).toBe(true);
        expect(
          elements.some((x) => x !== 0),
          `${oneCase.name}: ${value.name}`,
        ).toBe(true);
      }
    }
  });
});

it.each([
  'product',
  'convolution',
  'convolution-input-gradient',
  'convolution-filter-gradient',
  'sum-rows',
  'scatter-add',
] as const)('the sums of cases of %s do not cancel by chance, so that their bound can be kept', (kind) => {
  const cases = allCases[kind].filter(({ operation }) => termsOf(operation) > 1);
  const withoutEpilogue = cases.filter(
    ({ operation }) => !hasEpilogue(operation) || !operation.epilogue.length,
  );
  expect(withoutEpilogue.length).toBeGreaterThan(5);
  for (const oneCase of withoutEpilogue) {
    for (const elements of expectedOf(oneCase).values()) {
      const largest = elements.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      // A sum of n products of values uniform in [-1, 1) has the standard deviation sqrt(n)/3.
      expect(largest, oneCase.name).toBeGreaterThan(0.1 * Math.sqrt(termsOf(oneCase.operation)));
    }
  }
});

describe('a case in half precision', () => {
  const [oneCase] = productCases.filter(({ name }) => name === 'product 20x36x8, bias, keep, gelu');
  const half = withType(oneCase!, 'float16');

  it('has float16 operands and outputs, and a float32 bias', () => {
    const types = (values: readonly Value[]) => values.map(({ type }) => type);
    expect(types(readValues(half))).toEqual(['float16', 'float16', 'float32']);
    expect(types(writtenValues(half))).toEqual(['float16', 'float16']);
    expect(types(readValues(oneCase!))).toEqual(['float32', 'float32', 'float32']);
  });

  it('has operands that float16 can hold', () => {
    const [left, , bias] = readValues(half);
    const rounded = half.data.get(left!.id)!;
    expect(rounded.every((x) => Number.isInteger(x * 2 ** 24))).toBe(true);
    expect(largestError(rounded, oneCase!.data.get(left!.id)!)).toBeGreaterThan(2 ** -14);
    expect(largestError(rounded, oneCase!.data.get(left!.id)!)).toBeLessThan(2 ** -11);
    expect(half.data.get(bias!.id)).toBe(oneCase!.data.get(bias!.id));
  });

  it('allows for the rounding of its outputs', () => {
    const rounded = new Map(
      [...expectedOf(half)].map(([id, array]) => {
        const copy = array.slice();
        roundTo('float16', copy);
        return [id, copy];
      }),
    );
    expect(errorOf(half, rounded)).toBeGreaterThan(0.1);
    expect(errorOf(half, rounded)).toBeLessThan(1);
    expect(errorOf(oneCase!, rounded)).toBeGreaterThan(1);
  });
});

describe('the comparison of a case', () => {
  const oneCase = productCases.find(({ name }) => name === 'product 17x33x65')!;
  const expected = expectedOf(oneCase);
  const [out] = writtenValues(oneCase);
  const changed = (at: number, x: number) => {
    const array = Float32Array.from(expected.get(out!.id)!);
    array[at] = x;
    return new Map([[out!.id, array]]);
  };

  it('allows for rounding to float32', () => {
    expect(errorOf(oneCase, changed(0, expected.get(out!.id)![0]!))).toBeLessThan(1);
  });

  it.each([
    ['a wrong element', 0],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
  ])('finds %s', (_, x) => {
    expect(errorOf(oneCase, changed(560, x))).toBeGreaterThan(1);
  });

  it('finds a value that was not computed, and says which', () => {
    expect(errorOf(oneCase, new Map())).toBe(Number.POSITIVE_INFINITY);
    expect(compareCase(oneCase, new Map())[0]!.name).toContain('product 17x33x65: value 2 errs by Infinity');
  });
});

/** Cases with few terms: enough of them have every kind of edge. */
const quickCases = (kind: Operation['kind']): readonly Case[] =>
  allCases[kind].filter((oneCase) => {
    const [out] = writtenValues(oneCase);
    return sizeOf(out!) * termsOf(oneCase.operation) < 100_000;
  });

/** Names of the cases of a kind whose results are wrong when the operation is run with such a change. */
function findBroken<Kind extends Operation['kind']>(
  kind: Kind,
  change: (operation: Extract<Operation, { kind: Kind }>) => Operation,
  scalars: Partial<StepScalars> = {},
): string[] {
  return quickCases(kind)
    .filter((oneCase) => {
      const operation = change(oneCase.operation as Extract<Operation, { kind: Kind }>);
      const broken = { ...oneCase, operation, scalars: { ...oneCase.scalars, ...scalars } };
      return errorOf(oneCase, expectedOf(broken)) > 1;
    })
    .map(({ name }) => name);
}

describe('a broken kernel is found', () => {
  const countOf = (kind: Operation['kind']): number => quickCases(kind).length;

  it('not, where nothing is changed', () => {
    expect(findBroken('product', (operation) => operation)).toEqual([]);
  });

  it('that leaves out the last term of a sum', () => {
    const found = findBroken('product', (operation) => ({ ...operation, depth: operation.depth - 1 }));
    expect(found).toHaveLength(countOf('product'));
  });

  it('that leaves out the last row', () => {
    const found = findBroken('product', (operation) => ({ ...operation, rows: operation.rows - 1 }));
    expect(found).toHaveLength(countOf('product'));
  });

  it('that ignores the stride between heads', () => {
    const found = findBroken('product', (operation) => {
      const { value, offset, strides } = operation.right;
      return { ...operation, right: { value, offset, strides: { ...strides, inner: 0 } } };
    });
    expect(found).toContain('product of query and key, 2 x 3 heads of 5x4');
    expect(found).toContain('product of transposed weights and gradient, 1 x 2 heads of 17x5');
  });

  it('that ignores where a part starts', () => {
    const found = findBroken('product', (operation) => ({
      ...operation,
      left: { ...operation.left, offset: 0 },
    }));
    expect(found).toHaveLength(quickCases('product').filter(({ name }) => / of parts/.test(name)).length);
  });

  it.each(['convolution', 'convolution-input-gradient', 'convolution-filter-gradient'] as const)(
    'that has its border on the wrong side: %s',
    (kind) => {
      const found = findBroken(kind, ({ shape, ...rest }) => ({
        ...rest,
        shape: { ...shape, padTop: shape.padTop + 1 },
      }));
      expect(found.length).toBeGreaterThan(countOf(kind) / 2);
      expect(found.some((name) => name.includes('3x3 stride 2 same'))).toBe(true);
    },
  );

  it('that draws dropout from another key', () => {
    const found = findBroken('elementwise', (operation) => operation, { dropoutKey: 1 });
    expect(found).toContain('elementwise 3x5x7x8, dropout 0.25');
    expect(found.every((name) => /dropout/.test(name))).toBe(true);
  });
});
