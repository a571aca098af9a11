import { describe, expect, it } from 'vitest';
import { sizeOf, type Value } from '../../graph/value.ts';
import { largestError } from '../error.ts';
import { roundTo } from '../plain/round.ts';
import { allCases } from './all.ts';
import { readValues, withType, writtenValues } from './case.ts';
import { compareCase, errorOf, expectedOf, termsOf } from './compare.ts';
import { productCases } from './products.ts';

describe.each(Object.entries(allCases))('cases of %s', (kind, cases) => {
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

  it('have long sums that do not cancel by chance, so that their bound can be kept', () => {
    // A sum of n products of values uniform in [-1, 1) has the standard deviation sqrt(n)/3.
    const kinds = new Set(['product', 'sum-rows', 'scatter-add']);
    if (!kinds.has(kind) && !kind.startsWith('convolution')) return;
    for (const oneCase of cases) {
      const terms = termsOf(oneCase.operation);
      if (terms === 1 || ('epilogue' in oneCase.operation && oneCase.operation.epilogue.length > 0)) continue;
      for (const elements of expectedOf(oneCase).values()) {
        const largest = elements.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
        expect(largest, oneCase.name).toBeGreaterThan(0.1 * Math.sqrt(terms));
      }
    }
  });

  it('have a result for every element, not all of them 0', () => {
    for (const oneCase of cases) {
      const expected = expectedOf(oneCase);
      for (const value of writtenValues(oneCase)) {
        const elements = expected.get(value.id)!;
        expect(elements.every(Number.isFinite), `${oneCase.name}: ${value.name}`).toBe(true);
        expect(
          elements.some((x) => x !== 0),
          `${oneCase.name}: ${value.name}`,
        ).toBe(true);
      }
    }
  });
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
