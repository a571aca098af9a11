/** @file Fills a batch with copies of the reference's samples, which keeps their mean loss and gradients. Pure. */
import {
  type Batch,
  type BatchSource,
  bits,
  createBatch,
  streamKey,
  TURN_STREAM,
} from '../models/generator.ts';
import type { Net } from '../models/layers.ts';
import { CHECK_SEED } from '../models/references.ts';
import { product } from '../models/shapes.ts';
import { shuffled } from './shuffle.ts';

type Values = Batch['inputs'];

/** For each place of a batch, the number of the sample that it holds: irregular, so that no part has the mean of all. */
export const filledPlaces = (batchSize: number, samples: number): Int32Array =>
  shuffled(CHECK_SEED, 0, batchSize).map((place) => place % samples);

/** Rows of `size` values in the order of `places`, each repeated `times` times in a row. */
function arranged<Some extends Values>(rows: Some, places: Int32Array, size: number, times: number): Some {
  const Typed = rows.constructor as new (length: number) => Some;
  const filled = new Typed(places.length * size * times);
  places.forEach((place, at) => {
    const row = rows.subarray(place * size, (place + 1) * size);
    for (let copy = 0; copy < times; copy++) filled.set(row, (at * times + copy) * size);
  });
  return filled;
}

/** A batch of copies, the number of the sample at each place, and the position where it begins. */
export interface FilledBatch extends Batch {
  places: Int32Array;
  /** Not 0 in nets without positions, whose outputs turn with their inputs: every position is compared somewhere. */
  positions: Int32Array;
}

const knowsPositions = ({ layers }: Pick<Net, 'layers'>): boolean =>
  !layers.every(({ kind }) => kind === 'self-attention');

/** Moves what is at the start of each row to its position; steps of `width` values. */
function turn<Some extends Values>(rows: Some, positions: Int32Array, width: number): void {
  const size = rows.length / positions.length;
  positions.forEach((position, at) => {
    const row = rows.subarray(at * size, (at + 1) * size);
    const moved = row.slice();
    row.set(moved.subarray(0, size - position * width), position * width);
    row.set(moved.subarray(size - position * width), 0);
  });
}

/** Whether a net's sequences are the reference's, or repeat them where that keeps the output: without positions. */
export function repeats({ inputShape, layers }: Net, length: number | null): boolean {
  if (length === null || inputShape[0] === length) return true;
  return inputShape[0]! % length === 0 && !knowsPositions({ layers });
}

/**
 * Copies of the reference's first samples.
 * @param samples How many of them; the copies are equally many where the batch is a multiple.
 * @param length Tokens of the reference's sequences where the net's are a multiple of them: each is repeated. Else null.
 * @param turned How often sequences were turned before: another time they begin at other positions.
 */
export function filledBatch(
  net: BatchSource & Pick<Net, 'layers'>,
  batchSize: number,
  samples: number,
  length: number | null = null,
  turned = 0,
): FilledBatch {
  const { inputShape } = net;
  const shape = length === null ? inputShape : [length, ...inputShape.slice(1)];
  const { inputs, labels } = createBatch({ ...net, inputShape: shape }, CHECK_SEED, 0, samples);
  const places = filledPlaces(batchSize, samples);
  const times = length === null ? 1 : inputShape[0]! / length;
  const filled = arranged<Values>(inputs, places, product(shape), times);
  const key = streamKey(CHECK_SEED, TURN_STREAM);
  const positions = places.map((_, at) =>
    length === null || knowsPositions(net) ? 0 : bits(key, turned * batchSize + at) % inputShape[0]!,
  );
  turn(filled, positions, product(shape) / shape[0]!);
  return {
    places,
    positions,
    inputs: filled,
    labels: Int32Array.from(places, (place) => labels[place]!),
  };
}
