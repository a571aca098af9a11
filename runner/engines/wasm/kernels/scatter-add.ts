/** @file Adds rows of a gradient to rows of a table, always in the same order. */
import type { ScatterAdd } from '../../compiled/graph/operation.ts';
import { visitAlong } from '../wat/access.ts';
import {
  add,
  codeOf,
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
import { costOf, cut } from './chunks.ts';
import { createKernel, type Kernel, multiplyAdd, type Target } from './kernel.ts';

/** Columns of a strip are a multiple of a line of the cache, so that no two chunks write to one line. */
const LINE = 16;

/**
 * Each chunk owns a strip of the columns of a block of the entries. Strips come first: their work is equal whatever the
 * indices are. But each chunk reads all indices.
 */
function divideTable({ rows, columns, entries }: ScatterAdd) {
  const wanted = cut(rows + entries, columns * costOf([])).chunks;
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

/** Writes zeros to the strip of each entry; without strips, entries follow each other. */
function clear(body: Body, to: Variable, part: Part, { columns }: ScatterAdd, isWhole: boolean): void {
  const fill = (at: Variable, elements: Word) =>
    body.do(`(memory.fill ${at} (i32.const 0) ${codeOf(multiply(elements, 4))})`);
  if (isWhole) {
    fill(to, multiply(part.entries, columns));
    return;
  }
  const at = body.word('cleared', to);
  body.repeat(part.entries, () => {
    fill(at, part.columns);
    body.increase(at, 4 * columns);
  });
}

export function scatterAdd(operation: ScatterAdd, target: Target): Kernel[] {
  const { rows, columns, gradient, indices, out, factor } = operation;
  const { strips, blocks } = divideTable(operation);
  return [
    createKernel('scatter-add', { chunks: strips * blocks }, (body, chunk) => {
      const part = partOf(body, operation, chunk);
      const scale = body.vector('scale', splat(float(factor)));
      const firstOut = add(multiply(part.firstEntry, columns), part.firstColumn);
      const to = body.word('to', elementAt(target.addressOf(out), firstOut));
      const from = body.word('from', elementAt(target.addressOf(gradient), part.firstColumn));
      const index = body.word('index', target.addressOf(indices));
      clear(body, to, part, operation, strips === 1);
      body.repeat(rows, () => {
        const entry = body.word('owned', subtract(toWord(loadInteger(index)), part.firstEntry));
        body.when(compare('lt_u', entry, part.entries), () => {
          const sum = body.word('sum', elementAt(to, multiply(entry, columns)));
          const addend = body.word('addend', from);
          visitAlong(body, part.columns, [sum, addend], ({ load, store }) =>
            body.do(store(sum, multiplyAdd(target, load(addend), scale, load(sum)))),
          );
        });
        body.increase(index, 4);
        body.increase(from, 4 * columns);
      });
    }),
  ];
}
