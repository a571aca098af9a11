/**
 * @file The kernel of all products and convolutions: a workgroup computes a tile of the output. It goes through the depth
 * in steps, brings a tile of both operands into workgroup memory, and each invocation multiplies a few rows by a few
 * columns in registers.
 */
import type { Ending } from '../epilogue.ts';
import { fold } from '../grid.ts';
import { type Binding, bind, type Kernel } from '../kernel.ts';
import { type Contraction, type Operand, partSize, placeInPart } from './contraction.ts';
import { columnOf, createStaging, repeat, type StagedSide, type Staging, unitsOf } from './staging.ts';
import { invocationsOf, nameOf, type Tile, type TileChoice } from './tile.ts';

/**
 * Rows of tiles that are computed side by side. Workgroups that run at the same time then need few different rows and
 * columns of the operands, so that most of their loads are served by the cache.
 */
const BAND = 16;

/** WGSL of the row and the column of tile `tile`, column by column in bands of rows. */
function orderOf(tileRows: number, tileColumns: number): string {
  if (tileColumns <= BAND || tileRows <= 1) {
    return `let tile_row = tile / ${tileColumns}u;
  let tile_column = tile % ${tileColumns}u;`;
  }
  const height = tileRows % BAND === 0 ? `${BAND}u` : `min(${BAND}u, ${tileRows}u - band * ${BAND}u)`;
  return `let band = tile / ${BAND * tileColumns}u;
  let band_height = ${height};
  let tile_row = band * ${BAND}u + tile % ${BAND * tileColumns}u % band_height;
  let tile_column = tile % ${BAND * tileColumns}u / band_height;`;
}

/** WGSL of an invocation's place in the grid of its tile. Groups of 32 are 8 wide and 4 high, where that is possible. */
function placeInTile({ rows, columns, threadRows, threadColumns }: Tile): string {
  const across = columns / threadColumns;
  const down = rows / threadRows;
  return across % 8 === 0 && down % 4 === 0
    ? `let thread_column = local % 8u + local / 32u % ${across / 8}u * 8u;
  let thread_row = local / 8u % 4u + local / ${(across / 8) * 32}u * 4u;`
    : `let thread_column = local % ${across}u;
  let thread_row = local / ${across}u;`;
}

/** WGSL that multiplies the tiles in workgroup memory, four depths at a time. */
function multiply(left: StagedSide, right: StagedSide, tile: Tile, buffer: string): string {
  const across = tile.columns / tile.threadColumns;
  const down = tile.rows / tile.threadRows;
  const read = (side: StagedSide, group: string, within: number) =>
    `vec4<f32>(${side.name}_tile${buffer}[quad * 4u + ${within}u][${columnOf(side, group, 'quad')}])`;
  const step = (within: number) => `{
      ${repeat(tile.threadRows / 4, (group) => `let left_${group} = ${read(left, `thread_row + ${group * down}u`, within)};\n      `)}
      ${repeat(tile.threadColumns / 4, (group) => `let right_${group} = ${read(right, `thread_column + ${group * across}u`, within)};\n      `)}
      ${repeat(tile.threadRows, (row) =>
        repeat(
          tile.threadColumns / 4,
          (group) =>
            `sum_${row}_${group} = fma(vec4<f32>(left_${row >> 2}[${row & 3}]), right_${group}, sum_${row}_${group});\n      `,
        ),
      )}
    }
    `;
  return `for (var quad = 0u; quad < ${tile.depth / 4}u; quad++) {
    ${repeat(4, step)}
  }`;
}

/** WGSL of the loop over the depth, with `steps` steps from depth `first_depth` on. */
function depthLoop(
  [left, right]: [Staging, Staging],
  multiplyFrom: (buffer: string) => string,
  { tile, buffering }: TileChoice,
  steps: string,
): string {
  const load = (first: string) => `${left.load(first)}${right.load(first)}`;
  const store = (buffer: string) => `${left.store(buffer)}${right.store(buffer)}`;
  const loadNext = `if (step + 1u < ${steps}) {
      ${load(`first_depth + (step + 1u) * ${tile.depth}u`)}
    }`;
  switch (buffering) {
    case 'direct':
      return `for (var step = 0u; step < ${steps}; step++) {
    ${load(`first_depth + step * ${tile.depth}u`)}
    ${store('')}
    workgroupBarrier();
    ${multiplyFrom('')}
    workgroupBarrier();
  }`;
    case 'ahead':
      return `${load('first_depth')}
  for (var step = 0u; step < ${steps}; step++) {
    ${store('')}
    workgroupBarrier();
    ${loadNext}
    ${multiplyFrom('')}
    workgroupBarrier();
  }`;
    case 'double':
      return `${load('first_depth')}
  ${store('[0]')}
  for (var step = 0u; step < ${steps}; step++) {
    workgroupBarrier();
    ${loadNext}
    ${multiplyFrom('[step % 2u]')}
    ${store('[(step + 1u) % 2u]')}
  }`;
  }
}

/** WGSL that hands each sum of an invocation to `finish`. */
function finishAll(contraction: Contraction, { tile, split }: TileChoice, rowsEdge: boolean): string {
  const { columns, outWidth } = contraction;
  const start = `${split === 1 ? '' : `part * ${partSize(contraction)}u + `}place(matrix, row)`;
  const columnsEdge = columns % tile.columns !== 0;
  const across = tile.columns / tile.threadColumns;
  const down = tile.rows / tile.threadRows;
  const guarded = (condition: string | null, text: string) =>
    condition === null ? text : `if (${condition}) { ${text} }`;
  const group = (row: number, number: number) => {
    const column = `first_column + ${number * across * 4}u`;
    const sum = `sum_${row}_${number}`;
    if (outWidth === 4) {
      return guarded(columnsEdge ? `${column} < ${columns}u` : null, `finish(start + ${column}, ${sum});`);
    }
    return repeat(
      4,
      (item) =>
        guarded(
          columnsEdge ? `${column} + ${item}u < ${columns}u` : null,
          `finish(start + ${column} + ${item}u, ${sum}[${item}]);`,
        ),
      '\n      ',
    );
  };
  const line = (row: number) => `{
    let row = first_row + ${(row >> 2) * down * 4 + (row & 3)}u;
    ${guarded(
      rowsEdge ? 'row < rows' : null,
      `let start = ${start};
      ${repeat(tile.threadColumns / 4, (number) => group(row, number), '\n      ')}`,
    )}
  }
  `;
  return `let first_column = tile_column * ${tile.columns}u + thread_column * 4u;
  let first_row = tile_row * ${tile.rows}u + thread_row * 4u;
  ${repeat(tile.threadRows, line)}`;
}

/** WGSL of the number of a workgroup; those beyond the last return. */
export const groupNumber = (count: number): string =>
  `let number = ${fold(count).number};${fold(count).grid[1] === 1 ? '' : `\n  if (number >= ${count}u) { return; }`}`;

const PART = `struct Part { at: i32, y: i32, x: i32, inside: bool }
`;

/** Steps of the depth loop of each part, and whether tiles reach beyond rows or depth. */
export function stepsOf({ rows, depth, own }: Contraction, { tile, split }: TileChoice) {
  const steps = Math.ceil(depth / tile.depth / split);
  return {
    steps,
    rowsEdge: own?.rows !== undefined || rows % tile.rows !== 0,
    depthEdge: own ? own.multiple % tile.depth !== 0 : steps * split * tile.depth !== depth,
  };
}

/** The type in workgroup memory. */
export const stagedElement = ({ value }: Operand, widen: boolean): 'f32' | 'f16' =>
  value.type === 'float16' && !widen ? 'f16' : 'f32';

function sidesOf(contraction: Contraction, choice: TileChoice): [StagedSide, StagedSide] {
  const { tile, buffering, widen } = choice;
  const { rowsEdge, depthEdge } = stepsOf(contraction, choice);
  const invocations = invocationsOf(tile);
  const leftUnits = unitsOf(contraction.left, tile.rows, tile.depth);
  const common = {
    depth: tile.depth,
    invocations,
    depthCount: depthEdge ? (contraction.own?.depth ?? `${contraction.depth}u`) : null,
    buffers: buffering === 'double' ? (2 as const) : (1 as const),
  };
  return [
    {
      ...common,
      name: 'left',
      operand: contraction.left,
      lines: tile.rows,
      laneShift: 0,
      firstLine: `tile_row * ${tile.rows}u`,
      lineCount: rowsEdge ? 'rows' : null,
      element: stagedElement(contraction.left, widen),
    },
    {
      ...common,
      name: 'right',
      operand: contraction.right,
      lines: tile.columns,
      laneShift: invocations - (leftUnits % invocations),
      firstLine: `tile_column * ${tile.columns}u`,
      lineCount: contraction.columns % tile.columns === 0 ? null : `${contraction.columns}u`,
      element: stagedElement(contraction.right, widen),
    },
  ];
}

/** WGSL of what differs between workgroups: matrix, part, tile, and their extents. */
function workgroupOf(
  contraction: Contraction,
  choice: TileChoice,
): { text: string; count: number; steps: string } {
  const { tile, split } = choice;
  const { matrices, own } = contraction;
  const tileRows = Math.ceil(contraction.rows / tile.rows);
  const tileColumns = Math.ceil(contraction.columns / tile.columns);
  const tiles = tileRows * tileColumns;
  const count = tiles * split * matrices;
  const { steps } = stepsOf(contraction, choice);
  const extents = own
    ? `let rows = ${own.rows ?? `${contraction.rows}u`};
  ${own.rows ? `if (tile_row * ${tile.rows}u >= rows) { return; }` : ''}
  let all_steps = (${own.depth} + ${tile.depth - 1}u) / ${tile.depth}u;
  let part_steps = (all_steps + ${split - 1}u) / ${split}u;
  let first_step = min(all_steps, part * part_steps);
  let steps = min(part_steps, all_steps - first_step);
  let first_depth = first_step * ${tile.depth}u;`
    : `let rows = ${contraction.rows}u;
  let first_depth = part * ${steps * tile.depth}u;`;
  return {
    text: `${groupNumber(count)}
  let tile = number % ${tiles}u;
  let part = number / ${tiles}u % ${split}u;
  let matrix = ${matrices === 1 ? '0u' : `number / ${tiles * split}u`};
  ${orderOf(tileRows, tileColumns)}
  ${extents}`,
    count,
    steps: own ? 'steps' : `${steps}u`,
  };
}

/** The name of a choice among all choices for an operation. */
export const variantName = ({ order }: Contraction, choice: TileChoice): string =>
  `${order ? `${order} ` : ''}${nameOf(choice)}`;

/** Bindings of the operands. */
export const operandBindings = ({ left, right }: Contraction): Binding[] => [
  bind('left', left.value, 'read', left.width),
  bind('right', right.value, 'read', right.width),
];

/**
 * @param ending what stores a sum; `finish` counts elements of `out`, or of all parts where the depth is split
 */
export function createTileKernel(contraction: Contraction, choice: TileChoice, ending: Ending): Kernel {
  const { tile } = choice;
  const [left, right] = sidesOf(contraction, choice);
  const stagings: [Staging, Staging] = [createStaging(left), createStaging(right)];
  const { text, count, steps } = workgroupOf(contraction, choice);
  const { rowsEdge } = stepsOf(contraction, choice);
  return {
    name: `${contraction.name} ${variantName(contraction, choice)}`,
    bindings: [...operandBindings(contraction), ...ending.bindings],
    body: `${PART}${contraction.declarations}${stagings[0].declarations}${stagings[1].declarations}
fn place(matrix: u32, row: u32) -> u32 {
  ${choice.split === 1 ? contraction.place : placeInPart(contraction)}
}
${ending.code}
fn run(wg: vec3<u32>, local: u32) {
  ${text}
  ${placeInTile(tile)}
  ${stagings[0].setup}
  ${stagings[1].setup}
  ${repeat(tile.threadRows, (row) => repeat(tile.threadColumns / 4, (group) => `var sum_${row}_${group} = vec4<f32>();\n  `))}
  ${depthLoop(stagings, (buffer) => multiply(left, right, tile, buffer), choice, steps)}
  ${finishAll(contraction, choice, rowsEdge)}
}
`,
    workgroupSize: invocationsOf(tile),
    grid: fold(count).grid,
    usesScalars: ending.usesScalars,
    flops: contraction.flops,
  };
}
