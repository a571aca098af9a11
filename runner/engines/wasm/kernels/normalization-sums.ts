/** @file The two sums over rows of a normalization's gradient, which are the gradients of its shift and its scale. */
import type { NormalizationSums } from '../../compiled/graph/operation.ts';
import { add, loadFloat, splat } from '../wat/code.ts';
import type { Body } from '../wat/function.ts';
import { constants, minus, plus, sumOf, times, type Vector } from '../wat/vector.ts';
import { inverseDeviation, inverseDeviations } from './deviation.ts';
import { type Kernel, sumOfProducts, type Target } from './kernel.ts';
import { combineBlocks, createRowReduction, eachBlock, type RowGroup, sumBlocks } from './reduce-rows.ts';
import { FLOAT_BYTES, loadPart, type Part, ROW_STATISTICS, rowAt, storePart } from './row.ts';

/** Prepares a group of rows; the returned function prepares a part of them and that one normalizes the part of a row. */
type Normalize = (body: Body, group: RowGroup) => (part: Part) => (input: Vector, row: number) => Vector;

/** Subtracts the mean of each channel; the factor of a channel is that of its whole sum. */
const perChannel =
  ({ statistics }: NormalizationSums, target: Target): Normalize =>
  (body) => {
    const known = body.word('known', target.addressOf(statistics));
    return (part) => {
      const mean = body.vector('mean', loadPart(known, part));
      return (input) => minus(input, mean);
    };
  };

const perRow =
  ({ statistics, epsilon }: NormalizationSums, target: Target): Normalize =>
  (body, { first, count }) => {
    const known = body.word('known', rowAt(target.addressOf(statistics), first, ROW_STATISTICS));
    const ofRows = Array.from({ length: count }, (_, row) => {
      const offset = row * ROW_STATISTICS * FLOAT_BYTES;
      const variance = loadFloat(known, offset + FLOAT_BYTES);
      return {
        mean: body.vector('mean', splat(loadFloat(known, offset))),
        factor: body.vector('factor', splat(inverseDeviation(variance, epsilon))),
      };
    });
    return () => (input, row) => times(minus(input, ofRows[row]!.mean), ofRows[row]!.factor);
  };

export function normalizationSums(operation: NormalizationSums, target: Target): Kernel[] {
  const { per, rows, columns, input, gradient, statistics, epsilon, sumGradient, sumProduct } = operation;
  const reduction = createRowReduction(
    `normalization-sums per ${per}`,
    { rows, columns },
    { arrays: 2, sums: 2 },
  );
  const rowBytes = columns * FLOAT_BYTES;
  const normalize = (per === 'channel' ? perChannel : perRow)(operation, target);

  const blocks = sumBlocks(reduction, target, (body, group) => {
    const inputs = body.word('inputs', rowAt(target.addressOf(input), group.first, columns));
    const gradients = body.word('gradients', rowAt(target.addressOf(gradient), group.first, columns));
    const normalizeGroup = normalize(body, group);
    return (part) => {
      const normalizePart = normalizeGroup(part);
      const pairs = Array.from({ length: group.count }, (_, row) => {
        const offset = row * rowBytes;
        const incoming = body.vector('incoming', loadPart(gradients, part, offset));
        return [incoming, normalizePart(loadPart(inputs, part, offset), row)] as const;
      });
      return [sumOf(pairs.map(([incoming]) => incoming)), sumOfProducts(target, pairs)];
    };
  });

  const all = combineBlocks(reduction, (body, part) => {
    const sum = body.vector('all', constants(0));
    const product = body.vector('all', constants(0));
    eachBlock(body, reduction, target, part, ({ sums }) => {
      body.set(sum, plus(sum, sums[0]!));
      body.set(product, plus(product, sums[1]!));
    });
    if (per === 'channel') {
      const variances = body.word('variances', add(target.addressOf(statistics), rowBytes));
      body.set(product, times(product, inverseDeviations(loadPart(variances, part), epsilon)));
    }
    body.do(storePart(body.word('to', target.addressOf(sumGradient)), part, sum));
    body.do(storePart(body.word('to', target.addressOf(sumProduct)), part, product));
  });
  return [blocks, all];
}
