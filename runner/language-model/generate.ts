/** @file A whole model file as a stream of bytes, never all of it in memory. */
import { streamKey } from '../models/generator.ts';
import { bytesOf, sizeOf } from './fill.ts';
import { headerOf, padded } from './header.ts';
import { type Format, type Shape, tensorsOf } from './shape.ts';

/** Of every weight; another one makes another file. */
const SEED = 20_260_101;

/** The file's bytes in order. A piece is valid until the next one is asked for. */
export function* modelBytes(name: string, shape: Shape, format: Format): Generator<Uint8Array> {
  const tensors = tensorsOf(shape, format);
  yield headerOf(name, shape, format, tensors);
  for (const [number, tensor] of tensors.entries()) {
    yield* bytesOf(tensor, format, streamKey(SEED, number));
    const size = sizeOf(tensor, format);
    if (padded(size) > size) yield new Uint8Array(padded(size) - size);
  }
}
