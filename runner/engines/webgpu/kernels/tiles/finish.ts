/** @file WGSL that hands each sum of an invocation to `finish`, but those beyond the last row or column. */
import { type Contraction, partSize } from './contraction.ts';
import { gridOf } from './multiply.ts';
import { each, linesOf } from './side.ts';
import type { TileChoice } from './tile.ts';

const guarded = (condition: string | null, text: string): string =>
  condition === null ? text : `if (${condition}) { ${text} }`;

/** WGSL that finishes four sums from `column` on, together or one after another. */
function finishGroup({ columns, outWidth }: Contraction, column: string, sum: string, edge: boolean): string {
  if (outWidth === 4) {
    return guarded(edge ? `${column} < ${columns}u` : null, `finish(start + ${column}, ${sum});`);
  }
  return linesOf(
    each(4, (item) =>
      guarded(
        edge ? `${column} + ${item}u < ${columns}u` : null,
        `finish(start + ${column} + ${item}u, ${sum}[${item}]);`,
      ),
    ),
  );
}

export function finishSums(contraction: Contraction, { tile, split }: TileChoice, rowsEdge: boolean): string {
  const { across, down } = gridOf(tile);
  const columnsEdge = contraction.columns % tile.columns !== 0;
  const start = `${split === 1 ? '' : `part * ${partSize(contraction)}u + `}place(matrix, row)`;
  const finishRow = (row: number) => {
    const groups = each(tile.threadColumns / 4, (group) =>
      finishGroup(contraction, `first_column + ${group * across * 4}u`, `sum_${row}_${group}`, columnsEdge),
    );
    return `{
    let row = first_row + ${(row >> 2) * down * 4 + (row & 3)}u;
    ${guarded(rowsEdge ? 'row < rows' : null, linesOf(`let start = ${start};`, groups))}
  }`;
  };
  return linesOf(
    `let first_column = tile_column * ${tile.columns}u + thread_column * 4u;`,
    `let first_row = tile_row * ${tile.rows}u + thread_row * 4u;`,
    each(tile.threadRows, finishRow),
  );
}
