/**
 * @file The softmax of a block of scores (arXiv 2307.08691, algorithm 1): a row's largest score and the sum of its weights
 * go on from block to block of keys; the result so far shrinks where the largest score grows.
 */
import type { Attention } from '../../../compiled/graph/operation.ts';
import {
  elementAt,
  float,
  loadFloat,
  loadVector,
  splat,
  storeFloat,
  storeVector,
  type Variable,
} from '../../wat/code.ts';
import { defineFunction, type WatFunction } from '../../wat/function.ts';
import { log, prepareExp } from '../../wat/math.ts';
import {
  constants,
  firstLane,
  larger,
  largestLane,
  onlyLanes,
  otherLanes,
  plus,
  sumOfLanes,
  times,
} from '../../wat/vector.ts';
import { multiplyAdd, type Target } from '../kernel.ts';
import { scaleRow } from '../softmax.ts';
import { rowOf } from './blocks.ts';
import { eachScoreVector } from './score-row.ts';

/** Elements of a query's state: its largest score so far, and the sum of its weights. */
export const STATE_SIZE = 2;

/** Lower than every score; finite, so that no difference is NaN. */
const LOWEST = -3e38;

export interface SoftmaxOptions {
  /** Elements from one row of scores to the next. */
  scoreRow: number;
  /** Whether the block has the first keys. */
  isFirst: boolean;
}

/**
 * (scores, state, out, rows, keys: word): turns scores into weights exp(scale * score - largest). Unless it is the first
 * block, rows of `out` are multiplied by exp(largest before - largest).
 */
export function softmaxRows(
  target: Target,
  { shape, scale }: Attention,
  { scoreRow, isFirst }: SoftmaxOptions,
): WatFunction {
  const parameters = { scores: 'word', state: 'word', out: 'word', rows: 'word', keys: 'word' } as const;
  return defineFunction('softmax-rows', parameters, null, (body, { scores, state, out, rows, keys }) => {
    const row = { start: scores, count: keys, leftOver: shape.length % 4 };
    const factor = body.vector('scale', constants(scale));
    const largest = body.float('largest');
    const shift = body.vector('shift');
    const sum = body.float('sum');
    const exp = prepareExp(body, (a, b, c) => multiplyAdd(target, a, b, c));

    const findLargest = (): void => {
      const most = [0, 1, 2, 3].map(() => body.vector('most', constants(LOWEST)));
      eachScoreVector(body, { ...row, unrolled: 4 }, ({ at, offset, number, lanes }) => {
        const scaled = otherLanes(times(loadVector(at, offset), factor), lanes, LOWEST);
        body.set(most[number]!, larger(most[number]!, scaled));
      });
      body.set(
        most[0]!,
        most.map(String).reduce((a, b) => larger(a, b)),
      );
      body.set(largest, largestLane(most[0]!));
    };

    const computeWeights = (): void => {
      const sums = [0, 1].map(() => body.vector('sum', constants(0)));
      const weight = body.vector('weight');
      eachScoreVector(body, { ...row, unrolled: 2 }, ({ at, offset, number, lanes }) => {
        const shifted = multiplyAdd(target, loadVector(at, offset), factor, shift);
        body.set(weight, `${onlyLanes(exp(shifted), lanes)}`);
        body.set(sums[number]!, plus(sums[number]!, weight));
        body.do(storeVector(at, weight, offset));
      });
      body.set(sums[0]!, plus(sums[0]!, sums[1]!));
      body.set(sum, sumOfLanes(sums[0]!));
    };

    /** Goes on from the blocks before. */
    const shrinkBefore = (before: Variable): void => {
      const shrink = body.float('shrink', firstLane(exp(plus(splat(before), shift))));
      body.set(sum, `(f32.add ${sum} (f32.mul ${shrink} ${loadFloat(state, 4)}))`);
      scaleRow(body, shape.width, out, shrink);
    };

    body.loop('query', 0, rows, 1, () => {
      findLargest();
      const before = isFirst ? null : body.float('before', loadFloat(state));
      if (before) body.set(largest, `(f32.max ${largest} ${before})`);
      body.set(shift, splat(`(f32.neg ${largest})`));
      computeWeights();
      if (before) shrinkBefore(before);
      body.do(storeFloat(state, largest), storeFloat(state, sum, 4));
      body.set(scores, elementAt(scores, scoreRow));
      body.set(state, elementAt(state, STATE_SIZE));
      if (!isFirst) body.set(out, elementAt(out, rowOf(shape)));
    });
    return undefined;
  });
}

/**
 * (out, state, logSums, rows: word): divides rows of the result by the sums of their weights; and stores the log-sums,
 * unless there are none.
 */
export function finishRows({ shape, logSums: kept }: Attention): WatFunction {
  const parameters = { out: 'word', state: 'word', logSums: 'word', rows: 'word' } as const;
  return defineFunction('finish-rows', parameters, null, (body, { out, state, logSums, rows }) => {
    body.loop('query', 0, rows, 1, () => {
      const sum = body.float('sum', loadFloat(state, 4));
      scaleRow(body, shape.width, out, body.float('factor', `(f32.div ${float(1)} ${sum})`));
      if (kept) {
        const logSum = body.vector('logSum', body.call(log, splat(sum)));
        body.do(storeFloat(logSums, `(f32.add ${loadFloat(state)} ${firstLane(logSum)})`));
        body.set(logSums, elementAt(logSums, 1));
      }
      body.set(state, elementAt(state, STATE_SIZE));
      body.set(out, elementAt(out, rowOf(shape)));
    });
    return undefined;
  });
}
