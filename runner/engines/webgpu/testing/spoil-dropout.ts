/** @file Kernels with a mistake in their dropout. */
import { FAULTY } from '../../compiled/testing/dropout-edits.ts';
import type { DropoutMistake } from '../../compiled/testing/edit.ts';
import type { Variant } from '../kernels/kernel.ts';

/** The threshold of the faulty layer, as kernels have it. */
const THRESHOLD = Math.ceil(FAULTY.rate * 2 ** 24);

/** A call: its arguments are the element, the value, the layer, the threshold, and the factor of what is kept. */
const CALL = /dropped\(at, x, ([^,]+), (\d+)u, [^)]+\)/g;

function spoilBody(body: string, mistake: DropoutMistake): string {
  if (mistake.kind === 'scale') {
    return body.replaceAll(CALL, (_, layer: string, threshold: string) => {
      const factor = mistake.factor(Number(threshold) / 2 ** 24);
      return `dropped(at, x, ${layer}, ${threshold}u, f32(${factor}))`;
    });
  }
  if (!body.includes(`${THRESHOLD}u`)) return body;
  return mistake.kind === 'key that never changes'
    ? body.replaceAll('layer + scalars.dropoutKey', 'layer + 1u')
    : body.replaceAll('dropped(at, ', `dropped(at & ${FAULTY.sampleSize - 1}u, `);
}

/** The variants of an operation with the mistake; as they are without one. */
export const spoiled = (variants: readonly Variant[], mistake: DropoutMistake | null): Variant[] =>
  variants.map((variant) => ({
    ...variant,
    kernels: variant.kernels.map((kernel) =>
      mistake === null ? kernel : { ...kernel, body: spoilBody(kernel.body, mistake) },
    ),
  }));
