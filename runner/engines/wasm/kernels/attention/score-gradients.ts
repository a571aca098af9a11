/** @file The gradients of a block of scores, row by row. */
import type { AttentionGradient } from '../../../compiled/graph/operation.ts';
import { elementAt, loadFloat, loadVector, splat, storeVector } from '../../wat/code.ts';
import { defineFunction, type WatFunction } from '../../wat/function.ts';
import { prepareExp } from '../../wat/math.ts';
import { constants, minus, sumOfLanes, times } from '../../wat/vector.ts';
import { multiplyAdd, type Target } from '../kernel.ts';
import { loadPart, sumRow } from '../row.ts';
import { rowOf } from './blocks.ts';
import { eachScoreVector } from './score-row.ts';

/**
 * (scores, slopes, output, gradient, logSums, rows, columns: word): turns scores into the weights of the softmax,
 * exp(scale * score - logSum); and slopes, which are gradients of weights, into gradients of query key^T:
 * scale * weight * (slope - sum of gradient * output). `columns` is a multiple of 8; those beyond the keys are not used.
 */
export function scoreGradients(
  target: Target,
  { shape, scale }: AttentionGradient,
  scoreRow: number,
): WatFunction {
  const parameters = {
    scores: 'word',
    slopes: 'word',
    output: 'word',
    gradient: 'word',
    logSums: 'word',
    rows: 'word',
    columns: 'word',
  } as const;
  return defineFunction('score-gradients', parameters, null, (body, all) => {
    const { scores, slopes, output, gradient, logSums, rows, columns } = all;
    const exp = prepareExp(body, (a, b, c) => multiplyAdd(target, a, b, c));
    const factor = body.vector('scale', constants(scale));
    const distance = body.word('distance', `(word.sub ${slopes} ${scores})`);
    body.loop('query', 0, rows, 1, () => {
      const [products] = sumRow(body, shape.width, 1, (part, [sum]) => {
        body.set(sum!, multiplyAdd(target, loadPart(gradient, part), loadPart(output, part), sum!));
      });
      const delta = body.vector('delta', splat(sumOfLanes(products!)));
      const shift = body.vector('shift', splat(`(f32.neg ${loadFloat(logSums)})`));
      eachScoreVector(body, { start: scores, count: columns, leftOver: 0, unrolled: 2 }, ({ at, offset }) => {
        const slopeAt = body.word('slopeAt', `(word.add ${at} ${distance})`);
        const weight = exp(multiplyAdd(target, loadVector(at, offset), factor, shift));
        body.do(storeVector(at, weight, offset));
        const slope = minus(loadVector(slopeAt, offset), delta);
        body.do(storeVector(slopeAt, times(times(weight, factor), slope), offset));
      });
      body.set(scores, elementAt(scores, scoreRow));
      body.set(output, elementAt(output, rowOf(shape)));
      body.set(gradient, elementAt(gradient, rowOf(shape)));
      body.set(logSums, elementAt(logSums, 1));
    });
    return undefined;
  });
}
