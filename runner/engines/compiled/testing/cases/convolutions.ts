/** @file Cases of convolutions and their two gradients: kernels, strides, borders, few and many channels. */
import type { ConvolutionShape } from '../../graph/operation.ts';
import { type Case, createCase, type ValueMaker } from './case.ts';
import { chains, type EpilogueMaker, fewChains, singleSteps } from './epilogues.ts';

type Size = readonly [batch: number, height: number, width: number, channels: number];
type Filter = readonly [filters: number, kernel: number, stride: number, padding: 'same' | 'valid'];

/** Outputs and the zeros before the first row along one dimension; the rules of `Conv2d` in models/layers.ts. */
function along(size: number, [, kernel, stride, padding]: Filter): { outSize: number; before: number } {
  if (padding === 'valid') return { outSize: Math.floor((size - kernel) / stride) + 1, before: 0 };
  const outSize = Math.ceil(size / stride);
  const border = Math.max((outSize - 1) * stride + kernel - size, 0);
  return { outSize, before: Math.floor(border / 2) };
}

/** The sizes of a convolution of images [batch, height, width, channels]. */
function convolutionShape([batch, height, width, channels]: Size, filter: Filter): ConvolutionShape {
  const [filters, kernel, stride] = filter;
  const vertical = along(height, filter);
  const horizontal = along(width, filter);
  return {
    batch,
    height,
    width,
    channels,
    filters,
    kernel,
    stride,
    padTop: vertical.before,
    padLeft: horizontal.before,
    outHeight: vertical.outSize,
    outWidth: horizontal.outSize,
  };
}

const nameOf = (size: Size, [filters, kernel, stride, padding]: Filter): string =>
  `${kernel}x${kernel} stride ${stride} ${padding}, ${size.join('x')} to ${filters}`;

const shapes: readonly (readonly [Size, Filter])[] = [
  [
    [1, 1, 1, 1],
    [1, 1, 1, 'same'],
  ],
  [
    [1, 1, 1, 3],
    [5, 3, 1, 'same'],
  ],
  [
    [2, 1, 1, 8],
    [4, 3, 2, 'same'],
  ],
  [
    [1, 5, 5, 1],
    [1, 3, 1, 'valid'],
  ],
  [
    [2, 3, 3, 1],
    [4, 3, 1, 'valid'],
  ],
  [
    [3, 2, 2, 5],
    [4, 2, 1, 'same'],
  ],
  [
    [1, 13, 9, 4],
    [4, 1, 1, 'same'],
  ],
  [
    [2, 5, 7, 33],
    [5, 1, 1, 'valid'],
  ],
  [
    [3, 7, 5, 5],
    [64, 1, 1, 'same'],
  ],
  [
    [2, 8, 6, 8],
    [4, 1, 2, 'same'],
  ],
  [
    [1, 7, 9, 8],
    [5, 1, 2, 'same'],
  ],
  [
    [2, 7, 5, 4],
    [4, 1, 3, 'valid'],
  ],
  [
    [2, 9, 7, 3],
    [5, 2, 1, 'same'],
  ],
  [
    [1, 8, 8, 4],
    [4, 2, 2, 'same'],
  ],
  [
    [2, 7, 9, 5],
    [4, 2, 2, 'same'],
  ],
  [
    [1, 6, 9, 8],
    [4, 2, 3, 'valid'],
  ],
  [
    [1, 4, 4, 4],
    [4, 3, 1, 'same'],
  ],
  [
    [2, 13, 9, 1],
    [4, 3, 1, 'same'],
  ],
  [
    [2, 8, 8, 3],
    [64, 3, 1, 'same'],
  ],
  [
    [1, 9, 13, 3],
    [5, 3, 1, 'valid'],
  ],
  [
    [3, 6, 5, 4],
    [64, 3, 1, 'same'],
  ],
  [
    [1, 13, 9, 8],
    [64, 3, 1, 'valid'],
  ],
  [
    [2, 7, 7, 33],
    [5, 3, 1, 'same'],
  ],
  [
    [1, 5, 4, 33],
    [64, 3, 1, 'same'],
  ],
  [
    [1, 4, 4, 64],
    [68, 3, 1, 'same'],
  ],
  [
    [2, 8, 8, 4],
    [4, 3, 2, 'same'],
  ],
  [
    [2, 8, 6, 8],
    [5, 3, 2, 'same'],
  ],
  [
    [1, 13, 9, 5],
    [4, 3, 2, 'same'],
  ],
  [
    [3, 9, 7, 8],
    [64, 3, 2, 'valid'],
  ],
  [
    [1, 8, 8, 33],
    [4, 3, 2, 'same'],
  ],
  [
    [2, 10, 7, 4],
    [4, 3, 3, 'same'],
  ],
  [
    [1, 11, 11, 3],
    [4, 3, 3, 'valid'],
  ],
  [
    [2, 9, 9, 1],
    [4, 5, 1, 'same'],
  ],
  [
    [1, 13, 9, 3],
    [5, 5, 1, 'valid'],
  ],
  [
    [2, 12, 9, 4],
    [8, 5, 2, 'same'],
  ],
  [
    [1, 13, 10, 8],
    [4, 5, 3, 'same'],
  ],
  [
    [1, 2, 3, 4],
    [4, 5, 1, 'same'],
  ],
  [
    [2, 16, 16, 3],
    [5, 16, 16, 'valid'],
  ],
  [
    [1, 32, 48, 3],
    [64, 16, 16, 'valid'],
  ],
  [
    [1, 36, 33, 4],
    [4, 16, 16, 'valid'],
  ],
  [
    [3, 24, 24, 3],
    [4, 3, 1, 'same'],
  ],
  [
    [3, 33, 31, 4],
    [8, 3, 1, 'same'],
  ],
];

const imageShape = ({ batch, height, width, channels }: ConvolutionShape): number[] => [
  batch,
  height,
  width,
  channels,
];

const filterShape = ({ kernel, channels, filters }: ConvolutionShape): number[] => [
  kernel,
  kernel,
  channels,
  filters,
];

const outShape = ({ batch, outHeight, outWidth, filters }: ConvolutionShape): number[] => [
  batch,
  outHeight,
  outWidth,
  filters,
];

const noEpilogue: EpilogueMaker = () => [];

const forward =
  (shape: ConvolutionShape, epilogue: EpilogueMaker = noEpilogue) =>
  (make: ValueMaker) =>
    ({
      kind: 'convolution',
      shape,
      image: make.activation(imageShape(shape)),
      filter: make.activation(filterShape(shape)),
      out: make.result(outShape(shape)),
      epilogue: epilogue(make, outShape(shape)),
    }) as const;

const inputGradient =
  (shape: ConvolutionShape, epilogue: EpilogueMaker = noEpilogue) =>
  (make: ValueMaker) =>
    ({
      kind: 'convolution-input-gradient',
      shape,
      gradient: make.activation(outShape(shape)),
      filter: make.activation(filterShape(shape)),
      out: make.result(imageShape(shape)),
      epilogue: epilogue(make, imageShape(shape)),
    }) as const;

const filterGradient = (shape: ConvolutionShape) => (make: ValueMaker) =>
  ({
    kind: 'convolution-filter-gradient',
    shape,
    image: make.activation(imageShape(shape)),
    gradient: make.activation(outShape(shape)),
    out: make.exactResult(filterShape(shape)),
  }) as const;

/** Channels and filters divisible by 4, and not. */
const epilogueShapes: readonly (readonly [Size, Filter])[] = [
  [
    [2, 6, 5, 4],
    [8, 3, 1, 'same'],
  ],
  [
    [2, 5, 6, 3],
    [5, 3, 2, 'same'],
  ],
];

/** One convolution and both of its gradients. */
export function convolutionsOf(size: Size, filter: Filter, epilogue: EpilogueMaker = noEpilogue): Case[] {
  const shape = convolutionShape(size, filter);
  const name = nameOf(size, filter);
  return [
    createCase(`convolution ${name}`, forward(shape, epilogue)),
    createCase(`convolution input gradient ${name}`, inputGradient(shape, epilogue)),
    createCase(`convolution filter gradient ${name}`, filterGradient(shape)),
  ];
}

export const convolutionCases: readonly Case[] = [
  ...shapes.map(([size, filter]) =>
    createCase(`convolution ${nameOf(size, filter)}`, forward(convolutionShape(size, filter))),
  ),
  ...epilogueShapes.flatMap(([size, filter]) =>
    [...singleSteps, ...chains].map(({ name, create }) =>
      createCase(
        `convolution ${nameOf(size, filter)}, ${name}`,
        forward(convolutionShape(size, filter), create),
      ),
    ),
  ),
];

export const convolutionInputGradientCases: readonly Case[] = [
  ...shapes.map(([size, filter]) =>
    createCase(
      `convolution input gradient ${nameOf(size, filter)}`,
      inputGradient(convolutionShape(size, filter)),
    ),
  ),
  ...epilogueShapes.flatMap(([size, filter]) =>
    [...singleSteps, ...fewChains].map(({ name, create }) =>
      createCase(
        `convolution input gradient ${nameOf(size, filter)}, ${name}`,
        inputGradient(convolutionShape(size, filter), create),
      ),
    ),
  ),
];

export const convolutionFilterGradientCases: readonly Case[] = shapes.map(([size, filter]) =>
  createCase(
    `convolution filter gradient ${nameOf(size, filter)}`,
    filterGradient(convolutionShape(size, filter)),
  ),
);
