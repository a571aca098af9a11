/** @file The kernels of a contraction: chunks are blocks of the output, and of the depth where the output is small. */
import type { Step } from '../../../compiled/graph/step.ts';
import {
  add,
  compare,
  divide,
  elementAt,
  multiply,
  remainder,
  smaller,
  subtract,
  type Variable,
  type Word,
} from '../../wat/code.ts';
import type { Body, WatFunction } from '../../wat/function.ts';
import { createFinish } from '../epilogue.ts';
import { createKernel, type Kernel, SCRATCH, type Target, type Workspace } from '../kernel.ts';
import { blockProduct } from './block-product.ts';
import type { Contraction, Extent, Left, Out, Right } from './contraction.ts';
import { copyExactly } from './copy.ts';
import { panelElements } from './panels.ts';
import { sumParts } from './part-sums.ts';
import { type BlockSizes, blockSizes } from './sizes.ts';

/** Bytes of scratch memory between arrays, so that vectors may end beyond one. */
const ALIGNMENT = 64;

const aligned = (elements: number): number => Math.ceil((4 * elements) / ALIGNMENT) * ALIGNMENT + ALIGNMENT;

/** Where the sums of a block are: in the output, or in memory with rows of another length. */
interface Destination {
  address: Word;
  row: number;
}

/** What all chunks have in common. */
interface Blocks {
  contraction: Contraction;
  sizes: BlockSizes;
  left: Left;
  right: Right;
  target: Target;
}

/** The block of a chunk. */
interface Place {
  pair: Word;
  part: Word;
  rows: Extent;
  columns: Extent;
}

const countOf = (size: number, block: number): number => Math.ceil(size / block);

function extentOf(body: Body, number: Word, block: number, size: number): Extent {
  if (block >= size) return { first: 0, count: size };
  const first = body.word('first', multiply(number, block));
  if (size % block === 0) return { first, count: block };
  return { first, count: body.word('count', smaller(block, subtract(size, first))) };
}

/** Divides the number of a chunk into columns, rows, part of the depth and pair. */
function placeOf(body: Body, chunk: Variable, { contraction, sizes }: Blocks): Place {
  const [ofColumns, ofRows] = [
    countOf(contraction.columns, sizes.columns),
    countOf(contraction.rows, sizes.rows),
  ];
  const block = (before: number, count: number): Word =>
    count === 1 ? 0 : body.word('block', remainder(divide(chunk, before), count));
  return {
    columns: extentOf(body, block(1, ofColumns), sizes.columns, contraction.columns),
    rows: extentOf(body, block(ofColumns, ofRows), sizes.rows, contraction.rows),
    part: block(ofColumns * ofRows, sizes.parts),
    pair: block(ofColumns * ofRows * sizes.parts, contraction.pairs),
  };
}

/** Computes the sums of a block. */
function multiplyBlock(body: Body, blocks: Blocks, place: Place, destination: Destination): void {
  const { contraction, sizes, left, right, target } = blocks;
  const { pair, part, rows, columns } = place;
  const rightScratch = body.word('panels', SCRATCH);
  const leftScratch = body.word('copies', add(SCRATCH, aligned(panelElements(sizes.depth, sizes.columns))));
  const begin = body.word('begin', multiply(part, sizes.partDepth));
  const end = smaller(add(begin, sizes.partDepth), contraction.depth);
  const product = blockProduct(target, {
    left: left.strides,
    outRow: destination.row,
    lastRows: contraction.rows % sizes.rows,
    lastColumns: contraction.columns % sizes.columns,
  });
  body.loop('depth', begin, sizes.parts === 1 ? contraction.depth : end, sizes.depth, (first) => {
    const limit = sizes.parts === 1 ? contraction.depth : end;
    const depth = { first, count: body.word('steps', smaller(sizes.depth, subtract(limit, first))) };
    right.pack(body, pair, depth, columns, rightScratch);
    const leftAddress = body.word('left', left.block(body, pair, rows, depth, leftScratch));
    const accumulate = body.integer('accumulate', compare('ne', first, begin));
    const operands = [leftAddress, rightScratch, destination.address];
    body.do(body.call(product, ...operands, depth.count, accumulate, rows.count, columns.count));
  });
}

/** Applies the epilogue to a block that is complete. */
function finishBlock(
  body: Body,
  { contraction, sizes }: Blocks,
  { pair, rows, columns }: Place,
  finish: WatFunction,
): void {
  const { out } = contraction;
  if (out.row === contraction.columns && sizes.columns >= contraction.columns) {
    body.do(body.call(finish, out.index(body, pair, rows.first), multiply(rows.count, contraction.columns)));
    return;
  }
  body.loop('row', rows.first, add(rows.first, rows.count), 1, (row) => {
    body.do(body.call(finish, add(out.index(body, pair, row), columns.first), columns.count));
  });
}

/** Copies a block from scratch memory to rows of the output. */
function copyRows(
  body: Body,
  { pair, rows, columns }: Place,
  out: Out,
  block: Destination,
  target: Target,
): void {
  const from = body.word('from', block.address);
  const address = body.word('out', target.addressOf(out.value));
  body.loop('row', rows.first, add(rows.first, rows.count), 1, (row) => {
    const to = elementAt(address, add(out.index(body, pair, row), columns.first));
    body.do(body.call(copyExactly, to, from, columns.count));
    body.set(from, elementAt(from, block.row));
  });
}

/** The kernel whose chunks compute complete blocks of the output. */
function wholeKernel(blocks: Blocks, chunks: number, epilogue: readonly Step[]): Kernel {
  const { contraction, sizes, left, target } = blocks;
  const { out } = contraction;
  const panels = aligned(panelElements(sizes.depth, sizes.columns));
  const copies = aligned(left.scratch);
  const staged = out.row === null ? aligned(sizes.rows * sizes.columns) : 0;
  const finish = epilogue.length === 0 ? null : createFinish(target, out.value, epilogue);
  return createKernel(contraction.name, { chunks, scratchBytes: panels + copies + staged }, (body, chunk) => {
    const place = placeOf(body, chunk, blocks);
    const index = () => add(out.index(body, place.pair, place.rows.first), place.columns.first);
    const destination =
      out.row === null
        ? { address: body.word('block', add(SCRATCH, panels + copies)), row: sizes.columns }
        : { address: body.word('block', elementAt(target.addressOf(out.value), index())), row: out.row };
    multiplyBlock(body, blocks, place, destination);
    if (out.row === null) copyRows(body, place, out, destination, target);
    if (finish) finishBlock(body, blocks, place, finish);
  });
}

/** The kernels where parts of the depth are summed apart: partial sums [parts, pairs, rows, columns], then their sums. */
function partKernels(blocks: Blocks, chunks: number, epilogue: readonly Step[]): Kernel[] {
  const { contraction, sizes, left, target } = blocks;
  const { rows, columns, pairs } = contraction;
  const partSize = pairs * rows * columns;
  // Vectors are read beyond the last column.
  const workspace: Workspace = { kind: 'workspace', bytes: 4 * sizes.parts * partSize + ALIGNMENT };
  const scratchBytes = aligned(panelElements(sizes.depth, sizes.columns)) + aligned(left.scratch);
  const partial = createKernel(`${contraction.name} in parts`, { chunks, scratchBytes }, (body, chunk) => {
    const place = placeOf(body, chunk, blocks);
    const row = add(multiply(add(multiply(place.part, pairs), place.pair), rows), place.rows.first);
    const index = add(multiply(row, columns), place.columns.first);
    const address = body.word('block', elementAt(target.addressOf(workspace), index));
    multiplyBlock(body, blocks, place, { address, row: columns });
  });
  return [partial, sumParts(contraction, sizes.parts, workspace, epilogue, target)];
}

export function contract(contraction: Contraction, epilogue: readonly Step[], target: Target): Kernel[] {
  const sizes = blockSizes(contraction);
  const { rows, columns, pairs } = contraction;
  const blocks = {
    contraction,
    sizes,
    left: contraction.left(sizes),
    right: contraction.right(sizes),
    target,
  };
  const chunks = pairs * countOf(rows, sizes.rows) * countOf(columns, sizes.columns) * sizes.parts;
  return sizes.parts === 1 ? [wholeKernel(blocks, chunks, epilogue)] : partKernels(blocks, chunks, epilogue);
}
