import { expect, test } from 'vitest';
import { copyCheck, copyErrors, copyValues } from './copy.ts';

const [SEED, SET, SIZE] = [7, 1, 96];
const source = copyValues(SEED, SET, 0, SIZE ** 2);
const errorsOf = (copy: Float32Array) =>
  copyErrors(SEED, SET, SIZE, async (first, count) => copy.subarray(first, first + count));

test('values are in [0, 1), differ from each other and do not depend on where a part begins', () => {
  expect(source.every((value) => value >= 0 && value < 1)).toBe(true);
  expect(new Set(source).size).toBe(SIZE ** 2);
  expect([...copyValues(SEED, SET, 1000, 50)]).toEqual([...source.slice(1000, 1050)]);
  expect(copyValues(SEED, SET + 1, 0, 4)).not.toEqual(source.slice(0, 4));
});

test('a matrix that is read in several parts has an error for every row', async () => {
  const size = 2100;
  const parts: number[] = [];
  const errors = await copyErrors(SEED, 0, size, async (first, count) => {
    parts.push(count / size);
    return copyValues(SEED, 0, first, count);
  });
  expect(errors).toHaveLength(size);
  expect(errors.every((error) => error === 0)).toBe(true);
  expect(parts).toEqual([1997, 103]);
});

test('an equal matrix passes; one that differs in a single value, by the last bit, does not', async () => {
  expect(copyCheck(await errorsOf(source))).toMatchObject({ passed: true, rows: SIZE, maxRelativeError: 0 });
  for (const place of [0, 5000, SIZE ** 2 - 1]) {
    const wrong = source.slice();
    wrong[place] = wrong[place]! + 2 ** -24;
    expect(copyCheck(await errorsOf(wrong))).toMatchObject({ passed: false, rows: SIZE });
  }
});

test.each([
  ['half of it', (copy: Float32Array) => copy.fill(0, copy.length / 2)],
  ['its rows in another order', (copy: Float32Array) => copy.set(source.subarray(SIZE), 0)],
  ['nothing', (copy: Float32Array) => copy.fill(0)],
  ['no numbers', (copy: Float32Array) => copy.fill(Number.NaN)],
])('a copy of %s fails', async (_, spoil) => {
  const copy = source.slice();
  spoil(copy);
  expect(copyCheck(await errorsOf(copy)).passed).toBe(false);
});
