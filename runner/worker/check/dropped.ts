/** @file Compares what every dropout did in a step with what independent draws at its rate do. Pure. */
import type { Comparison } from '../../../data/contract/proof.ts';
import type { Net } from '../../models/layers.ts';
import { type LayerShape, modelShapes, product } from '../../models/shapes.ts';
import { bounded, largest, worstOf } from './comparison.ts';

/** What entered and left a dropout, element by element. */
export interface Pair {
  before: ArrayLike<number>;
  after: ArrayLike<number>;
}

/** What a dropout did in one step. All arrays hold the same samples, whole ones of which the first is that of the batch. */
export interface Dropped {
  /** Of one sample. */
  shape: readonly number[];
  /** As the values are stored. */
  type: 'float32' | 'float16';
  forward: Pair;
  /** Of the gradients; null where the input needs none. */
  backward: Pair | null;
}

/** Scaling by 1 / (1 - rate) rounds the rate, the scale and the product. */
const SCALE_TOLERANCES = { float32: 1e-5, float16: 4e-3 };

/** Smaller numbers have fewer bits, or are stored as 0. */
const LEAST = { float32: 2 ** -126, float16: 2 ** -14 };

/** Deviations of a proportion: one in two million honest ones is farther from its mean. */
const MOST_DEVIATIONS = 5;

interface Declared {
  rate: number;
  /** Of one sample. */
  shape: readonly number[];
}

/** In the order of the layers, a residual's body before its shortcut. */
const declaredOf = (shapes: readonly LayerShape[]): Declared[] =>
  shapes.flatMap(({ layer, outputShape, body, shortcut }) => {
    if (layer.kind === 'dropout') return [{ rate: layer.rate, shape: outputShape }];
    return declaredOf([...body, ...shortcut]);
  });

const KEPT = 1;
const DROPPED = 0;
/** Where nothing enters, nothing is known. */
const UNKNOWN = -1;

/** Whether each element was kept. */
function maskOf({ before, after }: Pair, type: Dropped['type']): Int8Array {
  const mask = new Int8Array(before.length).fill(UNKNOWN);
  for (let i = 0; i < mask.length; i++) {
    if (!(Math.abs(before[i]!) >= LEAST[type])) continue;
    mask[i] = after[i] === 0 ? DROPPED : KEPT;
  }
  return mask;
}

/** What a share of `count` draws at a rate may differ by. */
const toleranceOf = (count: number, rate: number): number =>
  Math.min(1, MOST_DEVIATIONS * Math.sqrt((rate * (1 - rate)) / Math.max(count, 1)));

/** Largest error of the scale of kept elements. */
function scaleError({ before, after }: Pair, mask: Int8Array, rate: number): number {
  let [kept, error] = [0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] !== KEPT) continue;
    kept++;
    error = Math.max(error, bounded(Math.abs((after[i]! / before[i]!) * (1 - rate) - 1)));
  }
  return kept === 0 ? bounded(Number.NaN) : error;
}

/** The share of zeros, and the scale of what is kept. */
export function zerosComparisons({ forward, type }: Omit<Dropped, 'shape'>, rate: number): Comparison[] {
  const mask = maskOf(forward, type);
  const kept = mask.reduce((sum, one) => sum + (one === KEPT ? 1 : 0), 0);
  const count = mask.reduce((sum, one) => sum + (one === UNKNOWN ? 0 : 1), 0);
  const error = Math.abs(1 - kept / Math.max(count, 1) - rate);
  return [
    { of: 'zeros of dropout', error, tolerance: toleranceOf(count, rate) },
    { of: 'scale of dropout', error: scaleError(forward, mask, rate), tolerance: SCALE_TOLERANCES[type] },
  ];
}

/** Whether gradients are dropped where the activations were, and scaled likewise. */
function gradientComparisons({ forward, backward, type }: Dropped, rate: number): Comparison[] {
  if (backward === null) return [];
  const [masks, others] = [maskOf(forward, type), maskOf(backward, type)];
  let [count, different] = [0, 0];
  for (let i = 0; i < masks.length; i++) {
    // Where a relu follows, the gradient before the mask is 0 for what was dropped.
    if (masks[i] === UNKNOWN || (others[i] ?? UNKNOWN) === UNKNOWN) continue;
    count++;
    if (masks[i] !== others[i]) different++;
  }
  const error = count === 0 ? 1 : different / count;
  const scale = scaleError(backward, others, rate);
  return [
    { of: 'masks of gradients', error, tolerance: 0 },
    { of: 'scale of gradients', error: scale, tolerance: SCALE_TOLERANCES[type] },
  ];
}

interface Mask {
  mask: Int8Array;
  rate: number;
}

/**
 * Whether a mask agrees with one before it as often as independent draws do. What entered may depend on the one before, so
 * that mask is taken as given.
 */
function agreement(before: Int8Array, { mask, rate }: Mask): Comparison {
  let [count, same, kept] = [0, 0, 0];
  for (let i = 0; i < Math.min(before.length, mask.length); i++) {
    if (before[i] === UNKNOWN || mask[i] === UNKNOWN) continue;
    count++;
    if (before[i] === mask[i]) same++;
    if (before[i] === KEPT) kept++;
  }
  const expected = kept * (1 - rate) + (count - kept) * rate;
  const error = Math.abs(same - expected) / Math.max(count, 1);
  return { of: 'draws of dropout', error, tolerance: toleranceOf(count, rate) };
}

/** Blocks of a mask against the next ones, in pairs of which no block is in two. */
function betweenBlocks({ mask, rate }: Mask, size: number): Comparison[] {
  const pairs = Math.floor(mask.length / (2 * size));
  if (pairs === 0) return [];
  const part = (offset: number) => {
    const blocks = new Int8Array(pairs * size);
    for (let pair = 0; pair < pairs; pair++) {
      const start = (2 * pair + offset) * size;
      blocks.set(mask.subarray(start, start + size), pair * size);
    }
    return blocks;
  };
  return [agreement(part(0), { mask: part(1), rate })];
}

/** Samples against samples, and parts of a sample against the next ones, along each dimension but the last. */
const withinLayer = (mask: Mask, shape: readonly number[]): Comparison[] =>
  shape.flatMap((_, dimension) => betweenBlocks(mask, product(shape.slice(dimension))));

/** Draws are new for each step, layer, sample and row. */
function drawsComparison(declared: readonly Declared[], steps: readonly (readonly Dropped[])[]): Comparison {
  const [first, second] = steps.map((all) =>
    all.map(({ forward, type }, i): Mask => ({ mask: maskOf(forward, type), rate: declared[i]!.rate })),
  );
  const layers = first!.flatMap((mask, i) => (i === 0 ? [] : [agreement(first![i - 1]!.mask, mask)]));
  const repeated = first!.map((mask, i) => agreement(mask.mask, second![i]!));
  const within = first!.flatMap((mask, i) => withinLayer(mask, declared[i]!.shape));
  return worstOf([...repeated, ...layers, ...within]);
}

/**
 * Compares every dropout of a net in two steps from equal weights with its rate.
 * @param steps What the dropouts did, in the order of the layers, a residual's body before its shortcut.
 */
export function droppedComparisons(
  net: Pick<Net, 'inputShape' | 'layers'>,
  steps: readonly [readonly Dropped[], readonly Dropped[]],
): Comparison[] {
  const declared = declaredOf(modelShapes(net));
  const isWhole = (all: readonly Dropped[]) =>
    all.length === declared.length &&
    all.every(({ shape }, i) => product(shape) === product(declared[i]!.shape));
  if (!steps.every(isWhole)) return [{ of: 'zeros of dropout', error: 1, tolerance: 0 }];
  if (declared.length === 0) return [];
  const [first] = steps;
  const ofGradients = first.flatMap((one, i) => gradientComparisons(one, declared[i]!.rate));
  return [
    ...first.flatMap((one, i) => zerosComparisons(one, declared[i]!.rate)),
    ...[...Map.groupBy(ofGradients, ({ of }) => of).values()].map(worstOf),
    drawsComparison(declared, steps),
  ];
}

/** What a step computed. */
export interface Computed {
  loss: number;
  /** Norm of each array's gradient. */
  norms: readonly number[];
}

/** Sums of the same numbers in the same order; in another, they differ less than by another mask. */
const SAME = 1e-5;

/** Whether a step that ran in parts, so that its dropouts could be looked at, computed what the whole one does. */
export function partsComparison(whole: Computed, parts: Computed): Comparison {
  const pairs = [[parts.loss, whole.loss], ...whole.norms.map((norm, i) => [parts.norms[i]!, norm])];
  const errors = pairs.map(([found, expected]) =>
    found === expected ? 0 : Math.abs(found! - expected!) / Math.abs(expected!),
  );
  return { of: 'step in parts', error: largest(errors), tolerance: SAME };
}
