/** @file Generates a model file as a stream of bytes, so that it never has to fit in memory. */
import { streamKey } from '../models/generator.ts';
import { bytesOf, sizeOf } from './fill.ts';
import { headerOf, padded } from './header.ts';
import { type Format, type Shape, tensorsOf } from './shape.ts';

/** Seed of all weights; changing it changes the hashes in `generated.ts`. */
const SEED = 20_260_101;

/** Yields the file's bytes in order. A piece is valid until the next one is requested. */
export function* modelBytes(name: string, shape: Shape, format: Format): Generator<Uint8Array> {
  const tensors = tensorsOf(shape, format);
  yield headerOf(name, shape, format, tensors);
  for (const [number, tensor] of tensors.entries()) {
    yield* bytesOf(tensor, format, streamKey(SEED, number));
    const size = sizeOf(tensor, format);
    if (padded(size) > size) yield new Uint8Array(padded(size) - size);
  }
}
