/** @file Max pooling and its gradient. Each window is read by one invocation, for one channel or four. */
import type { MaxPool, MaxPoolGradient, PoolShape } from '../../compiled/graph/operation.ts';
import { canVectorize, createEnding } from './epilogue.ts';
import { createMap } from './grid.ts';
import { bind, type KernelLimits, type Variant } from './kernel.ts';
import { load, splat, type Width } from './text.ts';

/** WGSL that splits `i` into the numbers of a window and of its channels; windows are counted row by row. */
function splitWindow(windowsDown: number, windowsAcross: number, vectors: number): string {
  return `let channel = i % ${vectors}u;
  let left = i / ${vectors}u % ${windowsAcross}u * size;
  let top = i / ${vectors * windowsAcross}u % ${windowsDown}u * size;
  let image = i / ${vectors * windowsAcross * windowsDown}u;`;
}

/** Declares the window size, and the index of an element's vector in an image. */
const imageFunctions = ({ height, width, channels, size }: PoolShape, vector: Width): string => `
const size = ${size}u;
fn indexOf(image: u32, y: u32, x: u32, channel: u32) -> u32 {
  return ((image * ${height}u + y) * ${width}u + x) * ${channels / vector}u + channel;
}`;

export function maxPool(operation: MaxPool, limits: KernelLimits): Variant[] {
  const { shape, input, out, epilogue } = operation;
  const width = canVectorize(shape.channels, epilogue) ? 4 : 1;
  const vectors = shape.channels / width;
  const [down, across] = [Math.floor(shape.height / shape.size), Math.floor(shape.width / shape.size)];
  const from = bind('input', input, 'read', width);
  const ending = createEnding(out, epilogue, width, [from]);
  const code = `${ending.code}${imageFunctions(shape, width)}
fn each(i: u32) {
  ${splitWindow(down, across, vectors)}
  var largest = ${load(from, 'indexOf(image, top, left, channel)')};
  for (var y = 0u; y < size; y++) {
    for (var x = 0u; x < size; x++) {
      largest = max(largest, ${load(from, 'indexOf(image, top + y, left + x, channel)')});
    }
  }
  finish(i * ${width}u, largest);
}`;
  const kernel = createMap(
    {
      name: `max-pool x${width}`,
      count: shape.batch * down * across * vectors,
      bindings: [from, ...ending.bindings],
      code,
      usesScalars: ending.usesScalars,
      dropoutLayer: ending.dropoutLayer,
    },
    limits,
  );
  return [{ name: 'max-pool', kernels: [kernel] }];
}

/** Also visits the windows that the pool drops because they are not complete: their elements get 0. */
export function maxPoolGradient(operation: MaxPoolGradient, limits: KernelLimits): Variant[] {
  const { shape, input, gradient, out, epilogue } = operation;
  const width = canVectorize(shape.channels, epilogue) ? 4 : 1;
  const vectors = shape.channels / width;
  const [down, across] = [Math.ceil(shape.height / shape.size), Math.ceil(shape.width / shape.size)];
  const [completeDown, completeAcross] = [
    Math.floor(shape.height / shape.size),
    Math.floor(shape.width / shape.size),
  ];
  const from = bind('input', input, 'read', width);
  const incoming = bind('gradient', gradient, 'read', width);
  const ending = createEnding(out, epilogue, width, [from, incoming]);
  const integer = width === 4 ? 'vec4<u32>' : 'u32';
  const code = `${ending.code}${imageFunctions(shape, width)}
fn each(i: u32) {
  ${splitWindow(down, across, vectors)}
  let complete = top + size <= ${shape.height}u && left + size <= ${shape.width}u;
  var passed = ${splat(width, 0)};
  var winner = ${integer}(0u);
  if (complete) {
    passed = ${load(incoming, `((image * ${completeDown}u + top / size) * ${completeAcross}u + left / size) * ${vectors}u + channel`)};
    var largest = ${load(from, 'indexOf(image, top, left, channel)')};
    for (var number = 1u; number < size * size; number++) {
      let value = ${load(from, 'indexOf(image, top + number / size, left + number % size, channel)')};
      winner = select(winner, ${integer}(number), value > largest);
      largest = max(largest, value);
    }
  }
  for (var y = top; y < min(top + size, ${shape.height}u); y++) {
    for (var x = left; x < min(left + size, ${shape.width}u); x++) {
      let number = (y - top) * size + x - left;
      let value = select(${splat(width, 0)}, passed, winner == ${integer}(number));
      finish(indexOf(image, y, x, channel) * ${width}u, value);
    }
  }
}`;
  const kernel = createMap(
    {
      name: `max-pool-gradient x${width}`,
      count: shape.batch * down * across * vectors,
      bindings: [from, incoming, ...ending.bindings],
      code,
      usesScalars: ending.usesScalars,
      dropoutLayer: ending.dropoutLayer,
    },
    limits,
  );
  return [{ name: 'max-pool-gradient', kernels: [kernel] }];
}
