/** @file Visits squares of 2 x 2 outputs, and the elements of images that belong to one. */
import {
  add,
  type Code,
  compare,
  divide,
  multiply,
  select,
  subtract,
  type Variable,
  type Word,
} from '../../wat/code.ts';
import type { Body } from '../../wat/function.ts';
import { squaresOf, type WinogradShape } from './shape.ts';

/** The number of an image, and the place of a square in it, in squares. */
export interface Square {
  image: Variable;
  row: Variable;
  column: Variable;
}

/** Visits `count` squares, at least one, from number `first` on: along the rows of one image after another. */
export function visitSquares(
  body: Body,
  shape: WinogradShape,
  first: Word,
  count: Word,
  visit: (square: Square) => void,
): void {
  const { down, across } = squaresOf(shape);
  const image = body.word('image', divide(first, down * across));
  const inImage = body.word('inImage', subtract(first, multiply(image, down * across)));
  const row = body.word('row', divide(inImage, across));
  const column = body.word('column', subtract(inImage, multiply(row, across)));
  body.repeat(count, () => {
    visit({ image, row, column });
    body.increase(column, 1);
    body.when(compare('eq', column, across), () => {
      body.set(column, 0);
      body.increase(row, 1);
      body.when(compare('eq', row, down), () => {
        body.set(row, 0);
        body.increase(image, 1);
      });
    });
  });
}

/** Images [batch, height, width, channels]. */
export interface Images {
  height: number;
  width: number;
  channels: number;
}

/** An element of an image, all channels. */
export interface Pixel {
  /** Index of its first channel in the value; wrong outside of the image. */
  index: Variable;
  /** An i32. */
  isInside: Code;
}

/** Locals for the pixels of a square of `size` x `size` pixels; `place` sets them to those whose first is at row y, column x. */
export function createPixels(body: Body, { height, width, channels }: Images, size: number) {
  const numbers = [...Array(size).keys()];
  const [top, left] = [body.word('y'), body.word('x')];
  const all = numbers.map((i) =>
    numbers.map((j) => ({
      index: body.word('pixel'),
      // Unsigned, what is before the image is a large number.
      isInside: `(i32.and ${compare('lt_u', add(top, i), height)} ${compare('lt_u', add(left, j), width)})`,
    })),
  );
  const place = (image: Word, y: Word, x: Word): void => {
    body.set(top, y);
    body.set(left, x);
    const first = body.word('first', add(multiply(add(multiply(image, height), top), width), left));
    for (const [i, pixels] of all.entries()) {
      for (const [j, { index }] of pixels.entries()) {
        body.set(index, multiply(add(first, i * width + j), channels));
      }
    }
  };
  return { at: (i: number, j: number): Pixel => all[i]![j]!, all: all.flat(), place };
}

/** Locals with the addresses of pixels, or another address for those outside. */
export function createAddresses(body: Body, pixels: readonly Pixel[]) {
  const all = pixels.map(() => body.word('address'));
  return {
    all,
    set: (addressOf: (index: Variable) => Word, outside: Word): void => {
      for (const [number, { index, isInside }] of pixels.entries()) {
        body.set(all[number]!, select(isInside, addressOf(index), outside));
      }
    },
  };
}
