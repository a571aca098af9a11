/** @file Layer normalization and the gradient of its input, row by row: a row stays in the cache from pass to pass. */
import type { LayerNormalization, LayerNormalizationGradient } from '../../compiled/graph/operation.ts';
import {
  type Code,
  float,
  loadFloat,
  multiply,
  splat,
  storeFloat,
  subtract,
  type Variable,
} from '../wat/code.ts';
import { minus, onlyLanes, plus, sumOfLanes, times } from '../wat/vector.ts';
import { costOf } from './chunks.ts';
import { inverseDeviation } from './deviation.ts';
import { createFinish } from './epilogue.ts';
import { createKernel, type Kernel, multiplyAdd, type Target } from './kernel.ts';
import {
  cutRows,
  eachPart,
  eachRow,
  FLOAT_BYTES,
  loadPart,
  type Part,
  ROW_STATISTICS,
  rowAt,
  storePart,
  sumRow,
} from './row.ts';

/** The mean of what the lanes of a vector have summed over a row, an f32. */
const meanOf = (sums: Variable, columns: number): Code =>
  `(f32.mul ${sumOfLanes(sums)} ${float(1 / columns)})`;

/** Two passes find mean and variance, so that a mean far from 0 costs no digits; the third normalizes. */
export function layerNormalization(operation: LayerNormalization, target: Target): Kernel[] {
  const { rows, columns, epsilon, input, scale, shift, out, statistics } = operation;
  const cut = cutRows(rows, 2 * columns * FLOAT_BYTES);
  const kernel = createKernel('layer-normalization', { chunks: cut.chunks }, (body, chunk) => {
    const scales = body.word('scales', target.addressOf(scale));
    const shifts = body.word('shifts', target.addressOf(shift));
    eachRow(body, cut, rows, chunk, (row) => {
      const from = body.word('from', rowAt(target.addressOf(input), row, columns));
      const to = body.word('to', rowAt(target.addressOf(out), row, columns));
      const [sums] = sumRow(body, columns, 1, (part, [sum]) => {
        body.set(sum!, plus(sum!, loadPart(from, part)));
      });
      const mean = body.float('mean', meanOf(sums!, columns));
      const means = body.vector('means', splat(mean));
      const [squares] = sumRow(body, columns, 1, (part, [square]) => {
        const distance = body.vector('distance', minus(loadPart(from, part), means));
        const counted = onlyLanes(distance, part.lanes);
        body.set(square!, multiplyAdd(target, distance, counted, square!));
      });
      const variance = body.float('variance', meanOf(squares!, columns));
      const factor = body.vector('factor', splat(inverseDeviation(variance, epsilon)));
      eachPart(body, columns, 2, (part) => {
        const hat = times(minus(loadPart(from, part), means), factor);
        const result = body.vector(
          'result',
          multiplyAdd(target, hat, loadPart(scales, part), loadPart(shifts, part)),
        );
        body.do(storePart(to, part, result));
      });
      if (statistics) {
        const at = body.word('statistics', rowAt(target.addressOf(statistics), row, ROW_STATISTICS));
        body.do(storeFloat(at, mean), storeFloat(at, variance, FLOAT_BYTES));
      }
    });
  });
  return [kernel];
}

/** With hat = (input - mean) * factor and g = gradient * scale: factor * (g - mean of g - hat * mean of g hat). */
export function layerNormalizationGradient(operation: LayerNormalizationGradient, target: Target): Kernel[] {
  const { rows, columns, epsilon, input, gradient, statistics, scale, out, epilogue } = operation;
  const cut = cutRows(rows, columns * (3 * FLOAT_BYTES + costOf(epilogue)));
  const kernel = createKernel('layer-normalization-gradient', { chunks: cut.chunks }, (body, chunk) => {
    const scales = body.word('scales', target.addressOf(scale));
    const { first, last } = eachRow(body, cut, rows, chunk, (row) => {
      const inputs = body.word('inputs', rowAt(target.addressOf(input), row, columns));
      const gradients = body.word('gradients', rowAt(target.addressOf(gradient), row, columns));
      const to = body.word('to', rowAt(target.addressOf(out), row, columns));
      const known = body.word('known', rowAt(target.addressOf(statistics), row, ROW_STATISTICS));
      const mean = body.vector('mean', splat(loadFloat(known)));
      const deviation = inverseDeviation(loadFloat(known, FLOAT_BYTES), epsilon);
      const factor = body.vector('factor', splat(deviation));
      // Where the part has no lanes, the gradient is 0, and so is what is added to the sums.
      const loadScaled = (part: Part) =>
        body.vector('scaled', times(loadPart(gradients, part), loadPart(scales, part)));
      const hatOf = (part: Part) => times(minus(loadPart(inputs, part), mean), factor);
      const [sums, products] = sumRow(body, columns, 2, (part, [sum, product]) => {
        const scaled = loadScaled(part);
        body.set(sum!, plus(sum!, scaled));
        body.set(product!, multiplyAdd(target, scaled, hatOf(part), product!));
      });
      const meanScaled = body.vector('meanScaled', splat(meanOf(sums!, columns)));
      const meanProduct = body.vector('meanProduct', splat(meanOf(products!, columns)));
      eachPart(body, columns, 2, (part) => {
        const centered = minus(loadScaled(part), meanScaled);
        const rest = minus(centered, times(hatOf(part), meanProduct));
        body.do(storePart(to, part, body.vector('result', times(factor, rest))));
      });
    });
    if (epilogue.length > 0) {
      const finish = createFinish(target, out, epilogue);
      const count = multiply(subtract(last, first), columns);
      body.do(body.call(finish, multiply(first, columns), count));
    }
  });
  return [kernel];
}
