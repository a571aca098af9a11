/** @file The kernels of every operation. */
import type { Operation } from '../../compiled/graph/operation.ts';
import { elementwise } from './elementwise.ts';
import type { Kernel, Target } from './kernel.ts';
import { convolution, convolutionFilterGradient } from './tiles/convolution.ts';
import { convolutionInputGradient } from './tiles/input-gradient.ts';
import { product } from './tiles/product.ts';

type Kind = Operation['kind'];

/** Makes the kernels of one kind of operation, in the order in which they run. */
export type Generator<SomeKind extends Kind> = (
  operation: Extract<Operation, { kind: SomeKind }>,
  target: Target,
) => Kernel[];

const generators: { readonly [SomeKind in Kind]?: Generator<SomeKind> } = {
  elementwise,
  product,
  convolution,
  'convolution-input-gradient': convolutionInputGradient,
  'convolution-filter-gradient': convolutionFilterGradient,
};

/** The kernels of an operation, in the order in which they run. */
export function kernelsOf(operation: Operation, target: Target): Kernel[] {
  const generator = generators[operation.kind] as Generator<Kind> | undefined;
  if (!generator) throw new Error(`no kernel for ${operation.kind}`);
  return generator(operation, target);
}
