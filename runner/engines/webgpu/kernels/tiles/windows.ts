/** @file WGSL that finds the elements of an image that a filter covers, without copies of the windows in memory. */
import type { Value } from '../../../compiled/graph/value.ts';
import type { Width } from '../text.ts';
import { type Operand, widthOf } from './contraction.ts';

/** An image and the windows of a filter over it. All sizes count elements but `run`, `runs` and `stride`. */
export interface Windows {
  image: Value;
  height: number;
  width: number;
  channels: number;
  outHeight: number;
  outWidth: number;
  stride: number;
  padTop: number;
  padLeft: number;
  kernel: number;
}

/** Elements in a row of a window that are neighbors in memory: the channels, or whole rows where nothing is padded. */
function runOf({ kernel, channels, stride, height, width, ...rest }: Windows) {
  const reach = (count: number) => (count - 1) * stride + kernel;
  const padded =
    rest.padTop > 0 || rest.padLeft > 0 || reach(rest.outHeight) > height || reach(rest.outWidth) > width;
  return { padded, run: padded ? channels : kernel * channels, across: padded ? kernel : 1 };
}

/** An index in WGSL: first + within, where first is a multiple of `step`; `within` is null where first is all. */
export interface Index {
  first: string;
  within: string | null;
  step: number;
}

/** The index of a depth, as bodies of `Operand.depth` have it. */
export const depthIndex = (step: number): Index => ({ first: 'first', within: 'within', step });

/**
 * WGSL that divides an index by `size` into `quotient` and `remainder`. Where each step is inside of one quotient, that is
 * the same for the whole workgroup.
 */
export function divide(
  { first, within, step }: Index,
  size: number,
  quotient: string,
  remainder: string,
): string {
  const index = within === null ? first : `(${first} + ${within})`;
  return within !== null && size % step === 0
    ? `let ${quotient} = ${first} / ${size}u;
  let ${remainder} = ${first} % ${size}u + ${within};`
    : `let ${quotient} = ${index} / ${size}u;
  let ${remainder} = ${index} % ${size}u;`;
}

/** Bits of an inverse in `divideTap`. */
const INVERSE_BITS = 22;

/**
 * WGSL that divides `tap` into tap_y and tap_x of a grid whose width, a WGSL expression, is known when the kernel runs. A
 * division takes some twenty instructions in each step of the depth. An inverse rounded up to 22 bits after the point takes
 * one, and is computed once; it is exact where tap * width < 2^22, and does not overflow where tap / width < 2^10 - 1.
 */
export function divideTap(width: string, mostRows: number, mostColumns: number): string {
  const isExact = mostRows * mostColumns ** 2 < 2 ** INVERSE_BITS && mostRows < 2 ** (32 - INVERSE_BITS) - 1;
  const quotient = isExact
    ? `(tap * (${2 ** INVERSE_BITS}u / max(tap_columns, 1u) + 1u)) >> ${INVERSE_BITS}u`
    : 'tap / max(tap_columns, 1u)';
  return `let tap_columns = ${width};
  let tap_y = ${quotient};
  let tap_x = tap - tap_y * tap_columns;`;
}

/** WGSL that divides an index into image, y and x. */
function divideIntoPixel({ first, within, step }: Index, height: number, width: number): string {
  const area = height * width;
  if (within !== null && width % step === 0) {
    return `let image = ${first} / ${area}u;
  let y = ${first} / ${width}u % ${height}u;
  let x = ${first} % ${width}u + ${within};`;
  }
  return `${divide({ first, within, step }, area, 'image', 'inside_image')}
  let y = inside_image / ${width}u;
  let x = inside_image % ${width}u;`;
}

/** Body of a function that returns the part of a window: where its first element is. */
function windowPart(windows: Windows, width: Width, index: Index): string {
  const { height, channels, stride, padTop, padLeft } = windows;
  const rowSize = (windows.width * channels) / width;
  return `${divideIntoPixel(index, windows.outHeight, windows.outWidth)}
  let top = i32(y * ${stride}u) - ${padTop};
  let start = i32(x * ${(stride * channels) / width}u) - ${(padLeft * channels) / width};
  return Part((i32(image) * ${height} + top) * ${rowSize} + start, top, i32(x * ${stride}u) - ${padLeft}, true);`;
}

/** Body of a function that returns the part of an element of a window: where it is in the window. */
function elementPart(windows: Windows, width: Width, index: Index): string {
  const { channels } = windows;
  const { run, across } = runOf(windows);
  const rowSize = (windows.width * channels) / width;
  return `${divide(index, run, 'tap', 'item')}
  let y = tap / ${across}u;
  let x = tap % ${across}u;
  let start = ${across === 1 ? '0u' : width === 4 ? `x * ${channels / 4}u` : `x * ${channels}u`};
  return Part(i32(y * ${rowSize}u + start + item / ${width}u), i32(y), i32(x), true);`;
}

/** As many elements at once as runs, rows and strides allow. */
function loadWidth(windows: Windows): Width {
  const { run } = runOf(windows);
  const { width, channels, stride, padLeft } = windows;
  return widthOf(run, width * channels, stride * channels, padLeft * channels);
}

/**
 * The windows of an image as an operand.
 * @param lines whether a line is a window or an element of all windows
 */
export function createWindows(windows: Windows, lines: 'windows' | 'elements'): Operand {
  const width = loadWidth(windows);
  const line: Index = { first: 'line', within: null, step: 1 };
  return {
    value: windows.image,
    width,
    contiguous: lines === 'windows' ? 'depth' : 'line',
    bounds: runOf(windows).padded ? { height: windows.height, width: windows.width } : null,
    line: lines === 'windows' ? windowPart(windows, width, line) : elementPart(windows, width, line),
    depth: (step) =>
      lines === 'windows'
        ? elementPart(windows, width, depthIndex(step))
        : windowPart(windows, width, depthIndex(step)),
  };
}
