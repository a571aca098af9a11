/** @file Adds rows of a gradient to rows of a table, always in the same order. */
import type { ScatterAdd } from '../../compiled/graph/operation.ts';
import { sizeOf } from '../../compiled/graph/value.ts';
import { visit } from '../wat/access.ts';
import {
  add,
  clearBytes,
  compare,
  divide,
  elementAt,
  float,
  loadInteger,
  multiply,
  remainder,
  smaller,
  splat,
  subtract,
  toWord,
  type Variable,
  type Word,
} from '../wat/code.ts';
import type { Body } from '../wat/function.ts';
import { cut, rangeOf } from './chunks.ts';
import { createKernel, type Kernel, multiplyAdd, type Target } from './kernel.ts';

/** Columns of a strip are a multiple of a line of the cache, so that no two chunks write to one line. */
const LINE = 16;

/** What the time of adding one element is worth: two reads, a write. */
const COST = 12;

/**
 * Each chunk owns a strip of the columns of a block of the entries. Strips come first: their work is equal whatever the
 * indices are. But each chunk reads all indices.
 */
function divideTable({ rows, columns, entries }: ScatterAdd) {
  const wanted = cut(rows, columns * COST).chunks;
  const width = Math.ceil(columns / Math.min(wanted, Math.ceil(columns / LINE)) / LINE) * LINE;
  const strips = Math.ceil(columns / width);
  const block = Math.ceil(entries / Math.min(entries, Math.ceil(wanted / strips)));
  return { width: Math.min(width, columns), strips, block, blocks: Math.ceil(entries / block) };
}

/** What a chunk owns. */
interface Part {
  firstEntry: Word;
  entries: Word;
  firstColumn: Word;
  columns: Word;
}

function partOf(body: Body, operation: ScatterAdd, chunk: Variable): Part {
  const { width, strips, block, blocks } = divideTable(operation);
  const firstEntry = blocks === 1 ? 0 : body.word('entry', multiply(divide(chunk, strips), block));
  const firstColumn = strips === 1 ? 0 : body.word('column', multiply(remainder(chunk, strips), width));
  const left = (total: number, size: number, first: Word) =>
    total % size === 0 ? size : body.word('count', smaller(size, subtract(total, first)));
  return {
    firstEntry,
    entries: left(operation.entries, block, firstEntry),
    firstColumn,
    columns: left(operation.columns, width, firstColumn),
  };
}

/** Writes zeros to all entries: most have no row where a vocabulary is large. */
function clear({ out }: ScatterAdd, target: Target): Kernel {
  const size = sizeOf(out);
  const parts = cut(size, 4, LINE);
  return createKernel('scatter-add-clear', { chunks: parts.chunks }, (body, chunk) => {
    const { first, last } = rangeOf(body, parts, size, chunk);
    const [to, bytes] = [elementAt(target.addressOf(out), first), multiply(subtract(last, first), 4)];
    body.do(clearBytes(to, bytes));
  });
}

function addRows(operation: ScatterAdd, target: Target): Kernel {
  const { rows, columns, gradient, indices, out, factor } = operation;
  const { strips, blocks } = divideTable(operation);
  return createKernel('scatter-add', { chunks: strips * blocks }, (body, chunk) => {
    const part = partOf(body, operation, chunk);
    const scale = body.vector('scale', splat(float(factor)));
    const firstOut = add(multiply(part.firstEntry, columns), part.firstColumn);
    const to = body.word('to', elementAt(target.addressOf(out), firstOut));
    const from = body.word('from', elementAt(target.addressOf(gradient), part.firstColumn));
    const index = body.word('index', target.addressOf(indices));
    body.repeat(rows, () => {
      const entry = body.word('owned', subtract(toWord(loadInteger(index)), part.firstEntry));
      body.when(compare('lt_u', entry, part.entries), () => {
        const sum = body.word('sum', elementAt(to, multiply(entry, columns)));
        const addend = body.word('addend', from);
        visit(body, 0, part.columns, { pointers: [sum, addend] }, ({ load, store }) =>
          body.do(store(sum, multiplyAdd(target, load(addend), scale, load(sum)))),
        );
      });
      body.increase(index, 4);
      body.increase(from, 4 * columns);
    });
  });
}

export const scatterAdd = (operation: ScatterAdd, target: Target): Kernel[] => [
  clear(operation, target),
  addRows(operation, target),
];
