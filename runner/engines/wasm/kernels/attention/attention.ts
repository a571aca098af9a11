/**
 * @file Attention without all scores in memory: a unit has some queries of one head, and goes through its keys block by
 * block.
 */
import type { Attention } from '../../../compiled/graph/operation.ts';
import { add, compare, elementAt, multiply, subtract, type Variable } from '../../wat/code.ts';
import type { Body } from '../../wat/function.ts';
import { cut, rangeOf } from '../chunks.ts';
import { createKernel, type Kernel, SCRATCH, type Target } from '../kernel.ts';
import { blockProduct } from '../tiles/block-product.ts';
import { createPacking, createTransposedPacking, panelElements } from '../tiles/panels.ts';
import { TILE_COLUMNS, TILE_ROWS } from '../tiles/tile.ts';
import {
  blocksOf,
  declareWords,
  eachBlock,
  layOut,
  rangeOfSlice,
  rowOf,
  slicesOf,
  unitAt,
  wholePanels,
} from './blocks.ts';
import { finishRows, STATE_SIZE, softmaxRows } from './softmax.ts';

/** Operations of one head: two products. */
const flopsOf = ({ shape: { length, width } }: Attention): number => 4 * length ** 2 * width;

/** Sizes of a unit's blocks and memory. */
function planUnit(operation: Attention) {
  const { shape } = operation;
  const { length, width } = shape;
  const slices = slicesOf(shape, flopsOf(operation), TILE_ROWS);
  const blocks = blocksOf(width, { queries: slices.size, keys: length });
  const memory = layOut({
    keys: panelElements(width, blocks.keys),
    values: panelElements(blocks.keys, width),
    scores: blocks.queries * blocks.scoreRow,
    states: slices.size * STATE_SIZE,
  });
  return { slices, blocks, memory };
}

type Plan = ReturnType<typeof planUnit>;

/** The functions that a unit calls. */
function functionsOf(operation: Attention, target: Target, { blocks: { scoreRow } }: Plan) {
  const { length, width } = operation.shape;
  const row = rowOf(operation.shape);
  return {
    packKeys: createTransposedPacking(row, length % TILE_COLUMNS),
    packValues: createPacking(row),
    score: blockProduct(target, {
      left: { row, depth: 1 },
      lastRows: length,
      lastColumns: 0,
      outRow: scoreRow,
    }),
    firstSoftmax: softmaxRows(target, operation, { scoreRow, isFirst: true }),
    furtherSoftmax: softmaxRows(target, operation, { scoreRow, isFirst: false }),
    addValues: blockProduct(target, {
      left: { row: scoreRow, depth: 1 },
      lastRows: length,
      lastColumns: width,
      outRow: row,
    }),
    finish: finishRows(operation),
  };
}

const operands = ['query', 'key', 'value', 'out'] as const;
const arrays = ['keys', 'values', 'scores', 'states'] as const;

/** The instructions of unit `index`. */
function buildUnit(body: Body, operation: Attention, target: Target, plan: Plan, index: Variable): void {
  const { shape, logSums } = operation;
  const { length, width } = shape;
  const { slices, blocks, memory } = plan;
  const functions = functionsOf(operation, target, plan);
  const { head, slice, origin } = unitAt(body, shape, slices, index);
  const start = declareWords(body, operands, (name) => elementAt(target.addressOf(operation[name]), origin));
  const scratchStart = body.word('scratch', SCRATCH);
  const scratch = declareWords(body, arrays, (name) => memory.addressOf(scratchStart, name));
  const { scores } = scratch;
  const queries = rangeOfSlice(body, slices, length, slice);
  const call = (...parameters: Parameters<Body['call']>) => body.do(body.call(...parameters));

  eachBlock(body, { first: 0, last: length }, blocks.keys, (firstKey, keys) => {
    const keyRow = body.word('keyRow', multiply(firstKey, rowOf(shape)));
    const columns = body.word('columns', wholePanels(keys));
    call(functions.packKeys, elementAt(start.key, keyRow), scratch.keys, width, keys);
    call(functions.packValues, elementAt(start.value, keyRow), scratch.values, keys, width);
    eachBlock(body, queries, blocks.queries, (first, rows) => {
      const row = body.word('row', multiply(first, rowOf(shape)));
      const out = body.word('result', elementAt(start.out, row));
      const stateIndex = multiply(subtract(first, queries.first), STATE_SIZE);
      const state = body.word('state', elementAt(scratch.states, stateIndex));
      const query = elementAt(start.query, row);
      call(functions.score, query, scratch.keys, scores, width, '(i32.const 0)', rows, columns);
      body.when(
        compare('eq', firstKey, 0),
        () => call(functions.firstSoftmax, scores, state, out, rows, keys),
        () => call(functions.furtherSoftmax, scores, state, out, rows, keys),
      );
      const isFurtherKey = compare('ne', firstKey, 0);
      call(functions.addValues, scores, scratch.values, out, keys, isFurtherKey, rows, width);
      body.when(compare('eq', add(firstKey, keys), length), () => {
        const sums = add(multiply(head, length), first);
        call(functions.finish, out, state, logSums ? elementAt(target.addressOf(logSums), sums) : 0, rows);
      });
    });
  });
}

/** One kernel; a chunk has some units. */
export function attention(operation: Attention, target: Target): Kernel[] {
  const { batch, heads } = operation.shape;
  const plan = planUnit(operation);
  const units = batch * heads * plan.slices.count;
  const parts = cut(units, flopsOf(operation) / plan.slices.count);
  const options = { chunks: parts.chunks, scratchBytes: plan.memory.bytes };
  return [
    createKernel('attention', options, (body, chunk) => {
      const { first, last } = rangeOf(body, parts, units, chunk);
      body.loop('unit', first, last, 1, (unit) => buildUnit(body, operation, target, plan, unit));
    }),
  ];
}
