/** @file Rounding of float64 numbers to what an element type can store. */
import type { ElementType } from '../../graph/value.ts';

/** The exponent of the smallest normal float16. */
const SMALLEST_EXPONENT = -14;

/** Bits of the fraction of a float16. */
const FRACTION_BITS = 10;

const LARGEST_HALF = 65_504;

/** The nearest float16 (IEEE 754 binary16), ties to even. */
export function roundToHalf(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x))), SMALLEST_EXPONENT);
  const unit = 2 ** (exponent - FRACTION_BITS);
  const units = Math.abs(x) / unit;
  const below = Math.floor(units);
  const isUp = units - below > 0.5 || (units - below === 0.5 && below % 2 === 1);
  const rounded = (isUp ? below + 1 : below) * unit;
  return Math.sign(x) * (rounded > LARGEST_HALF ? Number.POSITIVE_INFINITY : rounded);
}

const rounding: Readonly<Record<ElementType, (x: number) => number>> = {
  float32: Math.fround,
  float16: roundToHalf,
  int32: Math.round,
};

/** Rounds each element in place. */
export function roundTo(type: ElementType, array: Float64Array | Float32Array): void {
  const round = rounding[type];
  for (let i = 0; i < array.length; i++) array[i] = round(array[i]!);
}
