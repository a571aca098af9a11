/**
 * @file The gradient of a convolution's image. Element (y, x) of the image gets a share from each output whose window
 * covers it: with stride s, from the taps whose ky has the remainder of y + padTop modulo s, and kx likewise. So the image
 * falls into s * s classes of elements. Each class is a convolution of the output's gradient with the taps of the class,
 * turned by 180 degrees.
 */
import type { ConvolutionInputGradient, ConvolutionShape } from '../../../compiled/graph/operation.ts';
import type { Value } from '../../../compiled/graph/value.ts';
import { add, divide, elementAt, multiply, remainder, subtract } from '../../wat/code.ts';
import { cut, rangeOf } from '../chunks.ts';
import { createKernel, type Kernel, type Target, type Workspace } from '../kernel.ts';
import { contract } from '../tiles/contract.ts';
import type { Out } from '../tiles/contraction.ts';
import { patchSize, type Windows } from '../tiles/patches.ts';
import { isWinograd } from '../winograd/shape.ts';
import { winograd } from '../winograd/winograd.ts';
import { packedRows, patchRows } from './convolution.ts';
import { fillKernel } from './fill.ts';
import { createTransposition } from './transposition.ts';

/** One direction of a class, y or x. */
interface Direction {
  /** The first element of the image, and how many the class has, `stride` apart. */
  first: number;
  count: number;
  /** The smallest tap, and how many there are, `stride` apart. */
  firstTap: number;
  taps: number;
  /** Outputs before the first that the first element gets a share from; see `Windows`. */
  pad: number;
}

function directionOf(
  size: number,
  pad: number,
  { kernel, stride }: ConvolutionShape,
  first: number,
): Direction {
  const firstTap = (first + pad) % stride;
  const taps = Math.max(0, Math.ceil((kernel - firstTap) / stride));
  return {
    first,
    count: Math.max(0, Math.ceil((size - first) / stride)),
    firstTap,
    taps,
    pad: taps - 1 - (first + pad - firstTap) / stride,
  };
}

interface Class {
  y: Direction;
  x: Direction;
  /** Element of the turned filters at which those of this class begin: [y.taps, x.taps, filters, channels]. */
  offset: number;
}

const tapsOf = ({ y, x }: Pick<Class, 'y' | 'x'>): number => y.taps * x.taps;

function classesOf(shape: ConvolutionShape): Class[] {
  const { stride, height, width, padTop, padLeft, filters, channels } = shape;
  let offset = 0;
  const classes: Class[] = [];
  for (let row = 0; row < stride; row++) {
    for (let column = 0; column < stride; column++) {
      const y = directionOf(height, padTop, shape, row);
      const x = directionOf(width, padLeft, shape, column);
      if (y.count * x.count === 0) continue;
      classes.push({ y, x, offset });
      offset += tapsOf({ y, x }) * filters * channels;
    }
  }
  return classes;
}

/** The taps of all classes in the order of the turned filters, as numbers ky * kernel + kx. */
const turnedTaps = (classes: readonly Class[], { kernel, stride }: ConvolutionShape): number[] =>
  classes.flatMap(({ y, x }) => {
    const descending = ({ firstTap, taps }: Direction): number[] =>
      Array.from({ length: taps }, (_, number) => firstTap + (taps - 1 - number) * stride);
    return descending(y).flatMap((ky) => descending(x).map((kx) => ky * kernel + kx));
  });

/** Turns the filters: [taps, filters, channels], in the order of the classes; a chunk is a tap. */
function turnKernel(
  { filter, shape }: ConvolutionInputGradient,
  taps: readonly number[],
  turned: Workspace,
  target: Target,
): Kernel {
  const { channels, filters } = shape;
  const size = channels * filters;
  const transposition = createTransposition(channels, filters);
  const blocks = cut(taps.length, 8 * size);
  return createKernel('turned filters', { chunks: blocks.chunks }, (body, chunk) => {
    const { first, last } = rangeOf(body, blocks, taps.length, chunk);
    const from = body.word('from', target.addressOf(filter));
    const to = body.word('to', target.addressOf(turned));
    body.loop('tap', first, last, 1, (number) => {
      // A chain of comparisons: there are few taps.
      const source = body.word('source');
      for (const [at, tap] of taps.entries()) {
        body.when(`(word.eq ${number} (word.const ${at}))`, () => body.set(source, tap));
      }
      body.do(
        body.call(
          transposition,
          elementAt(from, multiply(source, size)),
          elementAt(to, multiply(number, size)),
        ),
      );
    });
  });
}

/** The rows of a class: elements of the image that are `stride` apart. */
function outOf({ y, x }: Class, { height, width, channels, stride }: ConvolutionShape, value: Value): Out {
  if (stride === 1) return { value, row: channels, index: (_, __, row) => multiply(row, channels) };
  return {
    value,
    row: null,
    index: (body, _, row) => {
      const line = body.word('line', divide(row, x.count));
      const column = subtract(row, multiply(line, x.count));
      const image = divide(line, y.count);
      const imageRow = add(multiply(remainder(line, y.count), stride), y.first);
      const imageColumn = add(multiply(column, stride), x.first);
      const pixel = add(multiply(add(multiply(image, height), imageRow), width), imageColumn);
      return body.word('index', multiply(pixel, channels));
    },
  };
}

/** The gradient of the output as the image of a class's convolution. */
const windowsOf = ({ gradient, shape }: ConvolutionInputGradient, { y, x }: Class): Windows => ({
  image: gradient,
  height: shape.outHeight,
  width: shape.outWidth,
  channels: shape.filters,
  kernel: { height: y.taps, width: x.taps },
  stride: 1,
  padTop: y.pad,
  padLeft: x.pad,
  outHeight: y.count,
  outWidth: x.count,
});

export function convolutionInputGradient(operation: ConvolutionInputGradient, target: Target): Kernel[] {
  const { shape, out, epilogue } = operation;
  const { batch, channels } = shape;
  const classes = classesOf(shape);
  const taps = turnedTaps(classes, shape);
  const elements = taps.length * channels * shape.filters;
  // Vectors are read beyond the last column.
  const turned: Workspace = { kind: 'workspace', bytes: 4 * elements + 64 };
  const kernels = classes.flatMap((one) => {
    const windows = windowsOf(operation, one);
    const rows = batch * one.y.count * one.x.count;
    const place = outOf(one, shape, out);
    const fast = { ...windows, batch, filters: channels };
    if (isWinograd(fast)) return winograd('convolution-input-gradient', fast, turned, out, epilogue, target);
    if (tapsOf(one) === 0) return [fillKernel(place, rows, channels, epilogue, target)];
    return contract(
      {
        name: 'convolution-input-gradient',
        pairs: 1,
        rows,
        columns: channels,
        depth: patchSize(windows),
        left: (sizes) => patchRows(windows, sizes, target),
        right: () => packedRows(turned, channels, target, one.offset),
        out: place,
      },
      epilogue,
      target,
    );
  });
  return taps.length === 0 ? kernels : [turnKernel(operation, taps, turned, target), ...kernels];
}
