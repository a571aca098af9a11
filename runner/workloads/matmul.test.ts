import { expect, test } from 'vitest';
import { matmulTolerance } from '../../data/derive/rounding.ts';
import { checkedRows, matrixValues, referenceRows } from './matmul.ts';
import { outputCheck, rowError } from './output.ts';

const SIZE = 96;

/** Triple loop that applies `round` to every operand and every partial sum. */
function multiplyRow(row: number, round: (value: number) => number, roundInput = round): Float64Array {
  const left = matrixValues(5, 1, 0, SIZE);
  const right = matrixValues(5, 1, 1, SIZE);
  return Float64Array.from({ length: SIZE }, (_, j) => {
    let sum = 0;
    for (let k = 0; k < SIZE; k++) {
      sum = round(sum + round(roundInput(left[row * SIZE + k]!) * roundInput(right[k * SIZE + j]!)));
    }
    return sum;
  });
}

test('reference rows equal those of the float64 product', () => {
  const rows = checkedRows(5, 1, SIZE);
  expect(rows).toHaveLength(8);
  referenceRows(5, 1, SIZE, rows).forEach((reference, at) => {
    expect(
      rowError(
        multiplyRow(rows[at]!, (value) => value),
        reference,
      ),
    ).toBeLessThan(1e-14);
  });
});

test('float32 sums pass, TensorFloat-32 operands fail', () => {
  const [reference] = referenceRows(5, 1, SIZE, [3]);
  const tensorFloat = (value: number) => {
    const bits = new Uint32Array(Float32Array.of(value).buffer);
    bits[0] = (bits[0]! + 0x1000) & 0xffffe000;
    return new Float32Array(bits.buffer)[0]!;
  };
  const exact = rowError(multiplyRow(3, Math.fround), reference!);
  const coarse = rowError(multiplyRow(3, Math.fround, tensorFloat), reference!);
  expect(outputCheck([exact], matmulTolerance('float32', SIZE))).toMatchObject({ passed: true, rows: 1 });
  expect(outputCheck([exact, coarse], matmulTolerance('float32', SIZE))).toMatchObject({
    passed: false,
    rows: 2,
  });
});

test('a NaN and a wrong value fail', () => {
  const reference = Float64Array.of(1, -2);
  expect(outputCheck([rowError([1, Number.NaN], reference)], matmulTolerance('float32', 2))).toMatchObject({
    passed: false,
    maxRelativeError: 1e30,
  });
  expect(rowError([1.5, -2], reference)).toBe(0.25);
});

test('the tolerance of half precision covers the rounding of its inputs', () => {
  expect(matmulTolerance('float16', 1024)).toBeCloseTo(8 * 2 ** -11, 4);
  expect(matmulTolerance('float32', 8192)).toBeLessThan(6e-4 / 10);
});
