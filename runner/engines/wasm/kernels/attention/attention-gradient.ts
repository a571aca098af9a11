/**
 * @file The gradients of an attention (arXiv 2307.08691, algorithm 2). A unit has some keys of one head, and goes through
 * all queries for each block of its keys. It computes the scores again; the kept log-sums make them the weights of the
 * softmax. Where a head has several units, each has its own part of the gradient of the queries; a second kernel adds them.
 */
import type { AttentionGradient } from '../../../compiled/graph/operation.ts';
import { sizeOf } from '../../../compiled/graph/value.ts';
import { compare, elementAt, multiply, type Variable, type Word } from '../../wat/code.ts';
import type { Body } from '../../wat/function.ts';
import { cut, rangeOf } from '../chunks.ts';
import { createKernel, type Kernel, SCRATCH, type Target, type Workspace } from '../kernel.ts';
import { blockProduct } from '../tiles/block-product.ts';
import { denseOut } from '../tiles/contraction.ts';
import { createPacking, createTransposedPacking, panelElements } from '../tiles/panels.ts';
import { sumParts } from '../tiles/part-sums.ts';
import { TILE_COLUMNS, type TileShape } from '../tiles/tile.ts';
import {
  blocksOf,
  declareWords,
  eachBlock,
  KEY_MULTIPLE,
  layOut,
  rangeOfSlice,
  rowOf,
  slicesOf,
  unitAt,
  wholePanels,
} from './blocks.ts';
import { scoreGradients } from './score-gradients.ts';

/** Operations of one head: five products. */
const flopsOf = ({ shape: { length, width } }: AttentionGradient): number => 10 * length ** 2 * width;

/** Sizes of a unit's blocks and memory. */
function planUnit(operation: AttentionGradient) {
  const { shape } = operation;
  const { length, width } = shape;
  const slices = slicesOf(shape, flopsOf(operation), KEY_MULTIPLE);
  const blocks = blocksOf(width, { queries: length, keys: slices.size });
  const scores = blocks.queries * blocks.scoreRow;
  const memory = layOut({
    transposedKeys: panelElements(width, blocks.keys),
    transposedValues: panelElements(width, blocks.keys),
    packedKeys: panelElements(blocks.keys, width),
    packedQueries: panelElements(blocks.queries, width),
    packedGradients: panelElements(blocks.queries, width),
    scores,
    slopes: scores,
  });
  return { slices, blocks, memory };
}

type Plan = ReturnType<typeof planUnit>;

/** The functions that a unit calls. */
function functionsOf(operation: AttentionGradient, target: Target, { blocks: { scoreRow } }: Plan) {
  const { length, width } = operation.shape;
  const row = rowOf(operation.shape);
  const toRows = (left: TileShape['left']) =>
    blockProduct(target, {
      left,
      lastRows: length,
      lastColumns: width,
      outRow: row,
    });
  return {
    pack: createPacking(row),
    packTransposed: createTransposedPacking(row, length % TILE_COLUMNS),
    /** Products of rows with each key or value. */
    score: blockProduct(target, {
      left: { row, depth: 1 },
      lastRows: length,
      lastColumns: 0,
      outRow: scoreRow,
    }),
    scoreGradients: scoreGradients(target, operation, scoreRow),
    sumOverKeys: toRows({ row: scoreRow, depth: 1 }),
    sumOverQueries: toRows({ row: 1, depth: scoreRow }),
  };
}

const operands = ['query', 'key', 'value', 'output', 'gradient', 'keyGradient', 'valueGradient'] as const;
const arrays = [
  'transposedKeys',
  'transposedValues',
  'packedKeys',
  'packedQueries',
  'packedGradients',
  'scores',
  'slopes',
] as const;

interface UnitOptions {
  index: Variable;
  /** Address of the part of the queries' gradient that belongs to a slice. */
  partAt: (slice: Word) => Word;
}

/** The instructions of a unit. */
function buildUnit(
  body: Body,
  operation: AttentionGradient,
  target: Target,
  plan: Plan,
  { index, partAt }: UnitOptions,
): void {
  const { shape } = operation;
  const { length, width } = shape;
  const { slices, blocks, memory } = plan;
  const functions = functionsOf(operation, target, plan);
  const { head, slice, origin } = unitAt(body, shape, slices, index);
  const start = declareWords(body, operands, (name) => elementAt(target.addressOf(operation[name]), origin));
  const queryGradient = body.word('queryGradient', elementAt(partAt(slice), origin));
  const logSums = body.word(
    'logSums',
    elementAt(target.addressOf(operation.logSums), multiply(head, length)),
  );
  const scratchStart = body.word('scratch', SCRATCH);
  const scratch = declareWords(body, arrays, (name) => memory.addressOf(scratchStart, name));
  const keyRange = rangeOfSlice(body, slices, length, slice);
  const call = (...parameters: Parameters<Body['call']>) => body.do(body.call(...parameters));

  eachBlock(body, keyRange, blocks.keys, (firstKey, keys) => {
    const row = body.word('row', multiply(firstKey, rowOf(shape)));
    const ofKeys = declareWords(body, ['key', 'value', 'keyGradient', 'valueGradient'], (name) =>
      elementAt(start[name], row),
    );
    const columns = body.word('columns', wholePanels(keys));
    call(functions.packTransposed, ofKeys.key, scratch.transposedKeys, width, keys);
    call(functions.packTransposed, ofKeys.value, scratch.transposedValues, width, keys);
    call(functions.pack, ofKeys.key, scratch.packedKeys, keys, width);
    eachBlock(body, { first: 0, last: length }, blocks.queries, (firstQuery, queries) => {
      const line = body.word('line', multiply(firstQuery, rowOf(shape)));
      const ofQueries = declareWords(body, ['query', 'output', 'gradient'], (name) =>
        elementAt(start[name], line),
      );
      call(functions.pack, ofQueries.query, scratch.packedQueries, queries, width);
      call(functions.pack, ofQueries.gradient, scratch.packedGradients, queries, width);

      const score = (left: Word, right: Word, out: Word) =>
        call(functions.score, left, right, out, width, '(i32.const 0)', queries, columns);
      score(ofQueries.query, scratch.transposedKeys, scratch.scores);
      score(ofQueries.gradient, scratch.transposedValues, scratch.slopes);
      const { output, gradient } = ofQueries;
      const sums = elementAt(logSums, firstQuery);
      call(
        functions.scoreGradients,
        scratch.scores,
        scratch.slopes,
        output,
        gradient,
        sums,
        queries,
        columns,
      );

      const isFurtherQuery = compare('ne', firstQuery, 0);
      const sumOverQueries = (left: Word, right: Word, out: Word) =>
        call(functions.sumOverQueries, left, right, out, queries, isFurtherQuery, keys, width);
      sumOverQueries(scratch.scores, scratch.packedGradients, ofKeys.valueGradient);
      sumOverQueries(scratch.slopes, scratch.packedQueries, ofKeys.keyGradient);
      const isFurtherKey = compare('ne', firstKey, keyRange.first);
      const to = elementAt(queryGradient, line);
      call(functions.sumOverKeys, scratch.slopes, scratch.packedKeys, to, keys, isFurtherKey, queries, width);
    });
  });
}

/** Adds the parts of the queries' gradient. */
function sumOfParts(
  { shape, queryGradient }: AttentionGradient,
  count: number,
  workspace: Workspace,
  target: Target,
): Kernel {
  const rows = {
    name: 'attention-gradient',
    pairs: 1,
    rows: sizeOf(queryGradient) / shape.width,
    columns: shape.width,
  };
  return sumParts({ ...rows, out: denseOut(queryGradient, shape.width) }, count, workspace, [], target);
}

/** A chunk of the first kernel has some units. */
export function attentionGradient(operation: AttentionGradient, target: Target): Kernel[] {
  const { shape, queryGradient } = operation;
  const plan = planUnit(operation);
  const { count } = plan.slices;
  const units = shape.batch * shape.heads * count;
  const chunks = cut(units, flopsOf(operation) / count);
  const size = sizeOf(queryGradient);
  // A tile reads vectors beyond the last column.
  const workspace: Workspace = { kind: 'workspace', bytes: 4 * (count * size + TILE_COLUMNS) };
  const partAt = (slice: Word): Word =>
    count === 1
      ? target.addressOf(queryGradient)
      : elementAt(target.addressOf(workspace), multiply(slice, size));
  const options = { chunks: chunks.chunks, scratchBytes: plan.memory.bytes };
  const gradient = createKernel('attention-gradient', options, (body, chunk) => {
    const { first, last } = rangeOf(body, chunks, units, chunk);
    body.loop('unit', first, last, 1, (index) => buildUnit(body, operation, target, plan, { index, partAt }));
  });
  return count === 1 ? [gradient] : [gradient, sumOfParts(operation, count, workspace, target)];
}
