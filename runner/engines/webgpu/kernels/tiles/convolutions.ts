/** @file The kernels of convolutions and their gradients: over all pixels, and by position where that saves work. */
import type {
  Convolution,
  ConvolutionFilterGradient,
  ConvolutionInputGradient,
  ConvolutionShape,
} from '../../../compiled/graph/operation.ts';
import type { KernelLimits, Variant } from '../kernel.ts';
import {
  convolutionByPosition,
  filterGradientByPosition,
  inputGradientByPosition,
  shareInside,
} from './by-position.ts';
import { createVariants } from './candidates.ts';
import { convolutionContraction, filterGradientContraction } from './convolution.ts';
import { inputGradientContraction } from './input-gradient.ts';

/**
 * Whether it is worth a try to compute by position. The lines of a tile are then as far apart as images; a filter's gradient
 * reads its depth in another order, but whole lines either way.
 */
const savesWork = (shape: ConvolutionShape, leastSaved: number): boolean =>
  1 - shareInside(shape) >= leastSaved;

export const createConvolution = (operation: Convolution, limits: KernelLimits): Variant[] =>
  createVariants(
    [
      convolutionContraction(operation),
      ...(savesWork(operation.shape, 0.1) ? [convolutionByPosition(operation)] : []),
    ],
    limits,
  );

export const createInputGradient = (operation: ConvolutionInputGradient, limits: KernelLimits): Variant[] =>
  createVariants(
    [
      inputGradientContraction(operation),
      ...(savesWork(operation.shape, 0.1) ? [inputGradientByPosition(operation)] : []),
    ],
    limits,
  );

export const createFilterGradient = (operation: ConvolutionFilterGradient, limits: KernelLimits): Variant[] =>
  createVariants(
    [
      filterGradientContraction(operation),
      ...(savesWork(operation.shape, 0.02) ? [filterGradientByPosition(operation)] : []),
    ],
    limits,
  );
