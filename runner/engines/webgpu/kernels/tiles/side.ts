/** @file One side of a tile in workgroup memory: [depth][line] in vectors of four lines, and how it is read and found. */
import { stored } from '../text.ts';
import type { Operand } from './contraction.ts';

export interface Side {
  name: 'left' | 'right';
  operand: Operand;
  /** Lines and depth of a tile. */
  lines: number;
  depth: number;
  /** WGSL of the first line of the tile, and of the number of lines where tiles reach beyond it, else null. */
  firstLine: string;
  lineCount: string | null;
  /** WGSL of the depth where tiles reach beyond it, else null. */
  depthCount: string | null;
  /** The type in workgroup memory. */
  element: 'f32' | 'f16';
  buffers: 1 | 2;
}

/** Statements or expressions of each number below `count`. */
export const each = (count: number, text: (number: number) => string): string[] =>
  Array.from({ length: count }, (_, number) => text(number));

/** Lines of WGSL, without empty ones. */
export const linesOf = (...lines: readonly (string | readonly string[])[]): string =>
  lines
    .flat()
    .filter((line) => line !== '')
    .join('\n');

/** Vectors of workgroup memory that 8 invocations store at once without conflict: 32 banks of 4 bytes. */
const BANK_VECTORS = 8;

/**
 * By how many vectors the rows of one group of four depths are rotated (by exclusive or) against the one before. Invocations
 * that store a square have neighboring groups of depths; without rotation they would use the same banks.
 */
const rotationOf = ({ operand, depth }: Side): number =>
  operand.contiguous === 'line' ? 0 : Math.max(1, BANK_VECTORS / (depth / 4));

/**
 * WGSL of the vector with lines 4 group .. 4 group + 3 at depth 4 quad + within, in the tile `buffer`. Remainders show the
 * compiler that no index is beyond its array, which saves a comparison each.
 */
export function vectorOf(side: Side, buffer: string, group: string, quad: string, within: number): string {
  const rotation = rotationOf(side);
  const rotated = rotation === 0 ? `(${group})` : `((${group}) ^ (${quad} * ${rotation}u))`;
  return `${side.name}_tile${buffer}[${quad} * 4u + ${within}u][${rotated} % ${side.lines / 4}u]`;
}

/** WGSL of the tile of a side in workgroup memory. */
export function declareTile({ name, lines, depth, element, buffers }: Side): string {
  const rows = `array<array<vec4<${element}>, ${lines / 4}>, ${depth}>`;
  return `var<workgroup> ${name}_tile: ${buffers === 2 ? `array<${rows}, 2>` : rows};`;
}

/**
 * WGSL functions that find the parts of a place and load what is there. Loads have no branches, so that they overlap; those
 * outside read element 0 and give zeros.
 */
export function declareAccess({ name, operand, depth, depthCount }: Side): string {
  const { bounds, line, width, value } = operand;
  const element = stored(value.type, width);
  const conditions = [
    ...(depthCount === null ? [] : ['depth.inside']),
    ...(bounds
      ? [`u32(line.y + depth.y) < ${bounds.height}u`, `u32(line.x + depth.x) < ${bounds.width}u`]
      : []),
  ];
  const at = 'u32(line.at + depth.at)';
  const load =
    conditions.length === 0
      ? `return ${name}[${at}];`
      : `let inside = ${conditions.join(' && ')};
  return select(${element}(), ${name}[select(0u, ${at}, inside)], inside);`;
  return `fn ${name}_line(matrix: u32, line: u32) -> Part {
  ${line}
}
fn ${name}_part(matrix: u32, first: u32, within: u32) -> Part {
  ${operand.depth(depth)}
}
fn ${name}_depth(matrix: u32, first: u32, within: u32) -> Part {
  ${
    depthCount === null
      ? `return ${name}_part(matrix, first, within);`
      : `var part = ${name}_part(matrix, first, within);
  part.inside = first + within < ${depthCount};
  return part;`
  }
}
fn ${name}_load(line: Part, depth: Part) -> ${element} {
  ${load}
}`;
}
