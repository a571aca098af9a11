/**
 * @file Mean and variance of each channel. Each block sums its rows relative to the first of them, so that a mean far from
 * 0 costs no digits: the square of that row's deviation is at most the number of rows times the variance. Squared
 * deviations of the blocks are then combined by the formula of Chan, Golub and LeVeque, Updating formulae and a pairwise
 * algorithm for computing sample variances (1979).
 */
import type { BatchStatistics } from '../../compiled/graph/operation.ts';
import type { Variable, Word } from '../wat/code.ts';
import type { Body } from '../wat/function.ts';
import { constants, larger, minus, plus, sumOf, times, type Vector } from '../wat/vector.ts';
import { type Kernel, multiplyAdd, sumOfProducts, type Target } from './kernel.ts';
import { type Block, combineBlocks, createRowReduction, eachBlock, sumBlocks } from './reduce-rows.ts';
import { FLOAT_BYTES, loadPart, type Part, rowAt, storePart } from './row.ts';

export function batchStatistics(operation: BatchStatistics, target: Target): Kernel[] {
  const { rows, channels, input } = operation;
  const reduction = createRowReduction(
    'batch-statistics',
    { rows, columns: channels },
    { arrays: 1, sums: 2 },
  );
  const rowBytes = channels * FLOAT_BYTES;
  const addressOfRow = (row: Word): Word => rowAt(target.addressOf(input), row, channels);

  const blocks = sumBlocks(reduction, target, (body, { blockFirst, first, count }) => {
    const origin = body.word('origin', addressOfRow(blockFirst));
    const group = body.word('group', addressOfRow(first));
    return (part) => {
      const shift = body.vector('shift', loadPart(origin, part));
      const values = Array.from({ length: count }, (_, row) =>
        body.vector('value', minus(loadPart(group, part, row * rowBytes), shift)),
      );
      const pairs = values.map((value) => [value, value] as const);
      return [sumOf(values), sumOfProducts(target, pairs)];
    };
  });

  const all = combineBlocks(reduction, (body, part) => {
    const meanOf = ({ first, rows: count, sums }: Block): Vector => {
      const origin = body.word('origin', addressOfRow(first));
      return plus(loadPart(origin, part), times(sums[0]!, constants(1 / count)));
    };
    const mean = body.vector('mean', constants(0));
    eachBlock(body, reduction, target, part, (block) => {
      body.set(mean, multiplyAdd(target, meanOf(block), constants(block.rows / rows), mean));
    });
    const squares = body.vector('squares', constants(0));
    eachBlock(body, reduction, target, part, (block) => {
      const [sum, blockSquares] = block.sums;
      const own = times(times(sum!, sum!), constants(1 / block.rows));
      const distance = body.vector('distance', minus(meanOf(block), mean));
      body.set(squares, plus(squares, minus(blockSquares!, own)));
      body.set(squares, multiplyAdd(target, times(distance, distance), constants(block.rows), squares));
    });
    const variance = body.vector('variance', larger(times(squares, constants(1 / rows)), constants(0)));
    storeStatistics(body, operation, target, part, mean, variance);
  });
  return [blocks, all];
}

/** Stores mean and variance, and moves the averages. */
function storeStatistics(
  body: Body,
  { channels, out, averages, momentum }: BatchStatistics,
  target: Target,
  part: Part,
  mean: Variable,
  variance: Variable,
): void {
  const to = body.word('to', target.addressOf(out));
  const moved = body.word('moved', target.addressOf(averages));
  [mean, variance].forEach((value, number) => {
    const offset = number * channels * FLOAT_BYTES;
    body.do(storePart(to, part, value, offset));
    const kept = times(loadPart(moved, part, offset), constants(momentum));
    const average = body.vector('average', multiplyAdd(target, value, constants(1 - momentum), kept));
    body.do(storePart(moved, part, average, offset));
  });
}
