/**
 * @file The kernel of all products and convolutions: a workgroup computes a tile of the output. It goes through the depth
 * in steps, brings a tile of both operands into workgroup memory, and each invocation multiplies a few rows by a few
 * columns in registers.
 */
import type { Ending } from '../epilogue.ts';
import { fold } from '../grid.ts';
import { type Binding, bind, type Kernel } from '../kernel.ts';
import { type Contraction, type Operand, placeInPart } from './contraction.ts';
import { extentOf, workOf } from './extent.ts';
import { finishSums } from './finish.ts';
import { declareSums, depthLoop, placeInTile } from './multiply.ts';
import type { Side } from './side.ts';
import { createStaging } from './staging.ts';
import { invocationsOf, nameOf, type TileChoice } from './tile.ts';

/** The type in workgroup memory. */
export const stagedElement = ({ value }: Operand, widen: boolean): 'f32' | 'f16' =>
  value.type === 'float16' && !widen ? 'f16' : 'f32';

function sidesOf(contraction: Contraction, choice: TileChoice): [Side, Side] {
  const { tile, buffering, widen } = choice;
  const { left, right, own, depth, columns } = contraction;
  const { rowsEdge, depthEdge } = extentOf(contraction, choice);
  const shared = {
    depth: tile.depth,
    depthCount: depthEdge ? (own?.depth ?? `${depth}u`) : null,
    buffers: buffering === 'double' ? (2 as const) : (1 as const),
  };
  return [
    {
      ...shared,
      name: 'left',
      operand: left,
      lines: tile.rows,
      firstLine: `tile_row * ${tile.rows}u`,
      lineCount: rowsEdge ? 'rows' : null,
      element: stagedElement(left, widen),
    },
    {
      ...shared,
      name: 'right',
      operand: right,
      lines: tile.columns,
      firstLine: `tile_column * ${tile.columns}u`,
      lineCount: columns % tile.columns === 0 ? null : `${columns}u`,
      element: stagedElement(right, widen),
    },
  ];
}

/** The name of a choice among all choices for an operation. */
export const variantName = ({ order }: Contraction, choice: TileChoice): string =>
  `${order ? `${order} ` : ''}${nameOf(choice)}`;

export const operandBindings = ({ left, right }: Contraction): Binding[] => [
  bind('left', left.value, 'read', left.width),
  bind('right', right.value, 'read', right.width),
];

/**
 * @param ending what stores a sum; `finish` counts elements of `out`, or of all parts where the depth is split
 */
export function createTileKernel(contraction: Contraction, choice: TileChoice, ending: Ending): Kernel {
  const { tile, buffering, split } = choice;
  const sides = sidesOf(contraction, choice);
  const staging = createStaging(sides, invocationsOf(tile));
  const { text, count } = workOf(contraction, choice);
  return {
    name: `${contraction.name} ${variantName(contraction, choice)}`,
    bindings: [...operandBindings(contraction), ...ending.bindings],
    body: `struct Part { at: i32, y: i32, x: i32, inside: bool }
${contraction.declarations}
${staging.declarations}
fn place(matrix: u32, row: u32) -> u32 {
  ${split === 1 ? contraction.place : placeInPart(contraction)}
}
${ending.code}
fn run(wg: vec3<u32>, local: u32) {
  ${text}
  ${placeInTile(tile)}
  ${staging.setup}
  ${declareSums(tile)}
  ${depthLoop(sides, staging, tile, buffering)}
  ${finishSums(contraction, choice, extentOf(contraction, choice).rowsEdge)}
}
`,
    workgroupSize: invocationsOf(tile),
    grid: fold(count).grid,
    usesScalars: ending.usesScalars,
    dropoutLayer: ending.dropoutLayer,
    flops: contraction.flops,
  };
}
