/**
 * @file Copies the patches of an image that the windows of a convolution see, each as one row of
 * [kernel row, kernel column, channel]. Elements outside of the image are 0.
 */
import type { Value } from '../../../compiled/graph/value.ts';
import {
  add,
  compare,
  divide,
  elementAt,
  multiply,
  select,
  smaller,
  subtract,
  type Variable,
  type Word,
} from '../../wat/code.ts';
import { type Body, defineFunction, type WatFunction } from '../../wat/function.ts';
import type { Target } from '../kernel.ts';
import { clearVectors, copyVectors } from './copy.ts';

/** Windows over images [batch, height, width, channels]; there are outHeight * outWidth positions in each image. */
export interface Windows {
  image: Value;
  height: number;
  width: number;
  channels: number;
  /** Rows and columns of a window. */
  kernel: { height: number; width: number };
  stride: number;
  /** Rows and columns of the first window before the image; may be negative. */
  padTop: number;
  padLeft: number;
  outHeight: number;
  outWidth: number;
}

/** Elements of a patch. */
export const patchSize = ({ kernel, channels }: Windows): number => kernel.height * kernel.width * channels;

/** Whether some window reaches beyond the left or right border. */
const crossesSides = ({ padLeft, outWidth, stride, kernel, width }: Windows): boolean =>
  padLeft > 0 || (outWidth - 1) * stride - padLeft + kernel.width > width;

const crossesEnds = ({ padTop, outHeight, stride, kernel, height }: Windows): boolean =>
  padTop > 0 || (outHeight - 1) * stride - padTop + kernel.height > height;

/** At least `low` and at most `high`. */
const clamp = (body: Body, value: Word, low: Word, high: Word): Variable => {
  const least = body.word('least', select(compare('lt_s', value, low), low, value));
  return body.word('clamped', smaller(least, high));
};

/** Clears or copies the part of a row of a window; advances `to`. */
interface RowWriter {
  clear(count: Word): void;
  copy(from: Word, count: Word): void;
}

function createWriter(body: Body, to: Variable): RowWriter {
  const advance = (count: Word) => body.set(to, elementAt(to, count));
  return {
    clear: (count) => {
      body.do(body.call(clearVectors, to, count));
      advance(count);
    },
    copy: (from, count) => {
      body.do(body.call(copyVectors, to, from, count));
      advance(count);
    },
  };
}

/** Copies elements `begin` .. `end` of a row of the window whose first element is in column `x` of the line at `line`. */
function copyRow(
  body: Body,
  windows: Windows,
  row: { line: Word; x: Variable; begin: Word; end: Word },
  { clear, copy }: RowWriter,
): void {
  const { channels, width } = windows;
  const { line, x, begin, end } = row;
  const first = body.word('column', multiply(x, channels));
  const inside = (from: Word, count: Word) => copy(elementAt(line, add(first, from)), count);
  if (!crossesSides(windows)) {
    inside(begin, subtract(end, begin));
    return;
  }
  const low = clamp(body, subtract(0, first), begin, end);
  const high = clamp(body, subtract(width * channels, first), low, end);
  body.when(compare('ne', low, begin), () => clear(subtract(low, begin)));
  inside(low, subtract(high, low));
  body.when(compare('ne', high, end), () => clear(subtract(end, high)));
}

/**
 * A function (to, image, y, x, first, last): copies elements `first` .. `last` of the patch whose window begins at row y
 * and column x of the image at this address. Up to 3 floats after the last are written, too.
 */
function createPatch(windows: Windows): WatFunction {
  const { height, width, channels, kernel } = windows;
  const run = kernel.width * channels;
  const parameters = {
    to: 'word',
    image: 'word',
    y: 'word',
    x: 'word',
    first: 'word',
    last: 'word',
  } as const;
  return defineFunction('patch', parameters, null, (body, { to, image, y, x, first, last }) => {
    const writer = createWriter(body, to);
    const row = body.word('row', divide(first, run));
    body.loop('element', first, last, 0, (element) => {
      const before = body.word('before', multiply(row, run));
      const end = body.word('end', smaller(add(before, run), last));
      const inputRow = body.word('inputRow', add(y, row));
      const copy = () => {
        const line = body.word('line', elementAt(image, multiply(inputRow, width * channels)));
        const begin = body.word('begin', subtract(element, before));
        copyRow(body, windows, { line, x, begin, end: body.word('limit', subtract(end, before)) }, writer);
      };
      if (crossesEnds(windows)) {
        // Unsigned, a row above the image is a large number.
        const isInside = compare('lt_u', inputRow, height);
        body.when(isInside, copy, () => writer.clear(subtract(end, element)));
      } else copy();
      body.increase(row, 1);
      body.set(element, end);
    });
    return undefined;
  });
}

/**
 * A function (to, position, positions, element, elements): copies this part of the patches at consecutive positions to rows
 * that are `distance` elements apart.
 */
export function createPatches(windows: Windows, distance: number, target: Target): WatFunction {
  const { image, height, width, channels, stride, padTop, padLeft, outHeight, outWidth } = windows;
  const patch = createPatch(windows);
  const imageBytes = 4 * height * width * channels;
  const parameters = {
    to: 'word',
    position: 'word',
    positions: 'word',
    element: 'word',
    elements: 'word',
  } as const;
  return defineFunction(
    'patches',
    parameters,
    null,
    (body, { to, position, positions, element, elements }) => {
      const number = body.word('image', divide(position, outHeight * outWidth));
      const inImage = body.word('inImage', subtract(position, multiply(number, outHeight * outWidth)));
      const outRow = body.word('outRow', divide(inImage, outWidth));
      const outColumn = body.word('outColumn', subtract(inImage, multiply(outRow, outWidth)));
      const address = body.word('address', add(target.addressOf(image), multiply(number, imageBytes)));
      const last = body.word('last', add(element, elements));
      body.repeat(positions, () => {
        const y = subtract(multiply(outRow, stride), padTop);
        const x = subtract(multiply(outColumn, stride), padLeft);
        body.do(body.call(patch, to, address, y, x, element, last));
        body.set(to, elementAt(to, distance));
        body.increase(outColumn, 1);
        body.when(compare('eq', outColumn, outWidth), () => {
          body.set(outColumn, 0);
          body.increase(outRow, 1);
          body.when(compare('eq', outRow, outHeight), () => {
            body.set(outRow, 0);
            body.increase(address, imageBytes);
          });
        });
      });
      return undefined;
    },
  );
}
