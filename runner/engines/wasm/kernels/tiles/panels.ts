/**
 * @file Packs part of a matrix into panels [depth, TILE_COLUMNS], one after another, which tiles read without gaps. The
 * last panel may hold anything in columns that do not exist.
 */
import {
  type Code,
  elementAt,
  loadVector,
  multiply,
  remainder,
  storeVector,
  subtract,
  type Variable,
} from '../../wat/code.ts';
import { type Body, defineFunction, type WatFunction } from '../../wat/function.ts';
import { TILE_COLUMNS } from './tile.ts';

const parameters = { from: 'word', to: 'word', depth: 'word', columns: 'word' } as const;

/** Panels that are packed together, so that whole cache lines of 64 bytes are read. */
const TOGETHER = 4;

/** Packs `count` neighboring panels; advances `from` and `to`. */
function packPanels(
  body: Body,
  row: number,
  count: number,
  { from, to, depth }: Record<'from' | 'to' | 'depth', Variable>,
): void {
  const source = body.word('source', from);
  const panels = Array.from({ length: count }, (_, number) =>
    body.word('panel', elementAt(to, multiply(depth, number * TILE_COLUMNS))),
  );
  body.repeat(depth, () => {
    for (const [number, panel] of panels.entries()) {
      for (const half of [0, 16]) body.do(storeVector(panel, loadVector(source, 32 * number + half), half));
      body.set(panel, elementAt(panel, TILE_COLUMNS));
    }
    body.set(source, elementAt(source, row));
  });
  body.set(from, elementAt(from, count * TILE_COLUMNS));
  body.set(to, elementAt(to, multiply(depth, count * TILE_COLUMNS)));
}

/**
 * A function (from, to, depth, columns) for a matrix whose rows are steps of the depth, `row` elements apart: `from` is the
 * address of its first element. Up to TILE_COLUMNS - 1 elements after a row are read.
 */
export const createPacking = (row: number): WatFunction =>
  defineFunction('pack', parameters, null, (body, { from, to, depth, columns }) => {
    const width = TOGETHER * TILE_COLUMNS;
    const together = body.word('together', subtract(columns, remainder(columns, width)));
    body.loop('column', 0, together, width, () => packPanels(body, row, TOGETHER, { from, to, depth }));
    body.loop('column', together, columns, TILE_COLUMNS, () => packPanels(body, row, 1, { from, to, depth }));
    return undefined;
  });

/** Interleaves the 32-bit lanes of two vectors; lanes are counted from 0 in the first and from 4 in the second. */
const shuffle = (lanes: readonly number[], a: Code | Variable, b: Code | Variable): Code =>
  `(i8x16.shuffle ${lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)).join(' ')} ${a} ${b})`;

/** Four vectors of code that are the columns of the square of these four rows. */
export function transpose(body: Body, rows: readonly Variable[]): Code[] {
  const [a, b, c, d] = rows as [Variable, Variable, Variable, Variable];
  const low = [
    body.vector('low', shuffle([0, 4, 1, 5], a, b)),
    body.vector('low', shuffle([0, 4, 1, 5], c, d)),
  ] as const;
  const high = [
    body.vector('high', shuffle([2, 6, 3, 7], a, b)),
    body.vector('high', shuffle([2, 6, 3, 7], c, d)),
  ] as const;
  return [low, high].flatMap(([first, second]) => [
    shuffle([0, 1, 4, 5], first, second),
    shuffle([2, 3, 6, 7], first, second),
  ]);
}

/** Packs one panel of `count` columns; advances `to`. Steps of the depth are packed by four. */
function packTransposedPanel(
  body: Body,
  row: number,
  count: number,
  from: Variable,
  to: Variable,
  depth: Variable,
): void {
  const source = body.word('source', from);
  const target = body.word('target', to);
  const four = [0, 1, 2, 3];
  body.loop('step', 0, depth, 4, () => {
    for (const half of [0, 1]) {
      if (4 * half >= count) continue;
      // Columns that do not exist repeat the last one, so that nothing beyond the matrix is read.
      const lines = four.map((lane) =>
        body.vector('line', loadVector(source, 4 * row * Math.min(4 * half + lane, count - 1))),
      );
      transpose(body, lines).forEach((code, step) => {
        body.do(storeVector(target, code, 4 * TILE_COLUMNS * step + 16 * half));
      });
    }
    body.set(source, elementAt(source, 4));
    body.set(target, elementAt(target, 4 * TILE_COLUMNS));
  });
  body.set(to, elementAt(to, `(word.mul ${depth} (word.const ${TILE_COLUMNS}))`));
}

/**
 * The same for a matrix whose rows are columns of the panels, `row` elements apart. Up to 3 elements after the depth are
 * read, and up to 3 steps after the last panel are written.
 * @param remainder columns of the last panel of the matrix, or 0 if it is full
 */
export const createTransposedPacking = (row: number, remainder: number): WatFunction =>
  defineFunction('pack-transposed', parameters, null, (body, { from, to, depth, columns }) => {
    const full =
      remainder === 0
        ? columns
        : `(word.sub ${columns} (word.rem_u ${columns} (word.const ${TILE_COLUMNS})))`;
    body.loop('column', 0, full, TILE_COLUMNS, () => {
      packTransposedPanel(body, row, TILE_COLUMNS, from, to, depth);
      body.set(from, elementAt(from, TILE_COLUMNS * row));
    });
    if (remainder > 0) {
      body.when(`(word.ne (word.rem_u ${columns} (word.const ${TILE_COLUMNS})) (word.const 0))`, () =>
        packTransposedPanel(body, row, remainder, from, to, depth),
      );
    }
    return undefined;
  });

/** Elements of the panels of a block, with what a transposed packing writes after them. */
export const panelElements = (depth: number, columns: number): number =>
  Math.ceil(columns / TILE_COLUMNS) * TILE_COLUMNS * depth + 3 * TILE_COLUMNS;
