import { expect, test } from 'vitest';
import { contradictsDType } from './precision.ts';

const observed = (matmulBits: number, convolutionBits: number) => ({
  tf32: true,
  matmulBits,
  convolutionBits,
});

test.each([
  ['float32', 24, 24],
  ['tf32', 11, 11],
  ['tf32', 24, 11],
  ['tf32', 11, 24],
  ['bfloat16', 8, 8],
  ['float16', 11, 11],
  ['quantized', 4, 4],
] as const)(
  '%s with %i bits in products and %i in convolutions is what it says',
  (dtype, products, images) => {
    expect(contradictsDType(dtype, observed(products, images))).toBeNull();
  },
);

test('a result without observed bits contradicts nothing', () => {
  expect(contradictsDType('tf32', {})).toBeNull();
  expect(contradictsDType('float32', { tf32: true, matmulBits: 'unknown' })).toBeNull();
});

test.each([
  ['float32', 24, 11, 'products keep only 11 of 24 significant bits, as TensorFloat-32 does'],
  ['float32', 8, 24, 'products keep only 8 of 24 significant bits'],
  ['tf32', 24, 24, 'it is called tf32, but its products keep 24 significant bits, not 11'],
  ['tf32', 8, 11, 'it is called tf32, but its products keep 8 significant bits, not 11'],
] as const)('%s with %i and %i bits is not', (dtype, products, images, text) => {
  expect(contradictsDType(dtype, observed(products, images))).toMatch(new RegExp(`${text}$`));
});
