/** @file WGSL that multiplies the tiles in workgroup memory, while it goes through the depth. */
import { each, linesOf, type Side, vectorOf } from './side.ts';
import type { Staging } from './staging.ts';
import type { Buffering, Tile } from './tile.ts';

/** Invocations of a tile side by side, and one above the other. */
export const gridOf = ({ rows, columns, threadRows, threadColumns }: Tile) => ({
  across: columns / threadColumns,
  down: rows / threadRows,
});

/**
 * WGSL of an invocation's place in the grid of its tile. Groups of 32 are 8 wide and 4 high where that is possible: they
 * read the fewest different vectors from workgroup memory.
 */
export function placeInTile(tile: Tile): string {
  const { across, down } = gridOf(tile);
  return across % 8 === 0 && down % 4 === 0
    ? `let thread_column = local % 8u + local / 32u % ${across / 8}u * 8u;
  let thread_row = local / 8u % 4u + local / ${across * 4}u * 4u;`
    : `let thread_column = local % ${across}u;
  let thread_row = local / ${across}u;`;
}

/** WGSL of the sums of an invocation: `sum_${row}_${group}` of its row and its group of four columns. */
export const declareSums = ({ threadRows, threadColumns }: Tile): string =>
  linesOf(
    each(threadRows, (row) =>
      linesOf(each(threadColumns / 4, (group) => `var sum_${row}_${group} = vec4<f32>();`)),
    ),
  );

/** WGSL that adds the products of the tiles to the sums, four depths at a time. */
function multiplyTiles(sides: readonly [Side, Side], tile: Tile, buffer: string): string {
  const { threadRows, threadColumns } = tile;
  const { across, down } = gridOf(tile);
  const read = (side: Side, number: number, group: string, within: number) =>
    `let ${side.name}_${number} = vec4<f32>(${vectorOf(side, buffer, group, 'quad', within)});`;
  const add = (row: number, group: number) =>
    `sum_${row}_${group} = fma(vec4<f32>(left_${row >> 2}[${row & 3}]), right_${group}, sum_${row}_${group});`;
  const atDepth = (within: number) =>
    linesOf(
      '{',
      each(threadRows / 4, (number) => read(sides[0], number, `thread_row + ${number * down}u`, within)),
      each(threadColumns / 4, (number) =>
        read(sides[1], number, `thread_column + ${number * across}u`, within),
      ),
      each(threadRows, (row) => linesOf(each(threadColumns / 4, (group) => add(row, group)))),
      '}',
    );
  return `for (var quad = 0u; quad < ${tile.depth / 4}u; quad++) {
    ${linesOf(each(4, atDepth))}
    }`;
}

/** WGSL of the loop over the depth, with `steps` steps from `first_depth` on. */
export function depthLoop(
  sides: readonly [Side, Side],
  staging: Staging,
  tile: Tile,
  buffering: Buffering,
): string {
  const { load, store } = staging;
  const multiply = (buffer: string) => multiplyTiles(sides, tile, buffer);
  const loadNext = `if (step + 1u < steps) {
    ${load(`first_depth + (step + 1u) * ${tile.depth}u`)}
    }`;
  switch (buffering) {
    case 'direct':
      return `for (var step = 0u; step < steps; step++) {
    ${load(`first_depth + step * ${tile.depth}u`)}
    ${store('')}
    workgroupBarrier();
    ${multiply('')}
    workgroupBarrier();
  }`;
    case 'ahead':
      return `${load('first_depth')}
  for (var step = 0u; step < steps; step++) {
    ${store('')}
    workgroupBarrier();
    ${loadNext}
    ${multiply('')}
    workgroupBarrier();
  }`;
    case 'double':
      return `${load('first_depth')}
  ${store('[0]')}
  for (var step = 0u; step < steps; step++) {
    workgroupBarrier();
    ${loadNext}
    ${multiply('[step % 2u]')}
    ${store('[(step + 1u) % 2u]')}
  }`;
    default:
      return buffering satisfies never;
  }
}
