/** @file WGSL that brings a tile of an operand into workgroup memory, as [depth][line] in vectors of four lines. */
import { stored } from '../text.ts';
import type { Operand } from './contraction.ts';

export interface StagedSide {
  name: 'left' | 'right';
  operand: Operand;
  /** Lines and depth of a tile. */
  lines: number;
  depth: number;
  invocations: number;
  /** Added to the number of an invocation, modulo all, so that sides which need only some of them use different ones. */
  laneShift: number;
  /** WGSL of the first line of the tile, and of the number of lines where tiles reach beyond it, else null. */
  firstLine: string;
  lineCount: string | null;
  /** WGSL of the depth where tiles reach beyond it, else null. */
  depthCount: string | null;
  /** The type in workgroup memory. */
  element: 'f32' | 'f16';
  buffers: 1 | 2;
}

/** The texts of a side, in the order in which a kernel has them. */
export interface Staging {
  /** Functions and workgroup memory. */
  declarations: string;
  /** At the start of `run`. */
  setup: string;
  /** Loads the tile whose depth begins at `first` into registers. */
  load: (first: string) => string;
  /** Stores the registers into workgroup memory. */
  store: (buffer: string) => string;
}

/** Times that count statements, with their number. */
export const repeat = (count: number, text: (number: number) => string, separator = ''): string =>
  Array.from({ length: count }, (_, number) => text(number)).join(separator);

/** Invocations that load a side: each loads a vector of four lines, or a square of four lines by four depths. */
export const unitsOf = ({ contiguous }: Operand, lines: number, depth: number): number =>
  (lines * depth) / (contiguous === 'line' ? 4 : 16);

/** Vectors of workgroup memory that 8 invocations store at once without conflict: 32 banks of 4 bytes. */
const BANK_VECTORS = 8;

/**
 * By how many vectors the rows of one group of four depths are rotated (by exclusive or). Invocations that store a
 * square have neighboring groups of depths; without rotation they would use the same banks.
 */
export const rotationOf = ({ contiguous }: Operand, depth: number): number =>
  contiguous === 'line' ? 0 : Math.max(1, BANK_VECTORS / (depth / 4));

/** The vector of lines `group` at depths 4 quad .. 4 quad + 3. */
export function columnOf(side: Pick<StagedSide, 'operand' | 'lines' | 'depth'>, group: string, quad: string) {
  const rotation = rotationOf(side.operand, side.depth);
  return rotation === 0
    ? `(${group}) % ${side.lines / 4}u`
    : `((${group}) ^ (${quad} * ${rotation}u)) % ${side.lines / 4}u`;
}

/** The functions `left_line`, `left_depth` and `left_load`. Loads have no branches, so that they overlap; those outside read element 0. */
function accessOf({ name, operand, depth, depthCount }: StagedSide): string {
  const element = stored(operand.value.type, operand.width);
  const inside = [
    ...(depthCount === null ? [] : ['depth.inside']),
    ...(operand.bounds
      ? [
          `u32(line.y + depth.y) < ${operand.bounds.height}u`,
          `u32(line.x + depth.x) < ${operand.bounds.width}u`,
        ]
      : []),
  ];
  const at = 'u32(line.at + depth.at)';
  const load =
    inside.length === 0
      ? `return ${name}[${at}];`
      : `let inside = ${inside.join(' && ')};
  return select(${element}(), ${name}[select(0u, ${at}, inside)], inside);`;
  return `fn ${name}_line(matrix: u32, line: u32) -> Part {
  ${operand.line}
}
fn ${name}_depth_part(matrix: u32, first: u32, within: u32) -> Part {
  ${operand.depth(depth)}
}
fn ${name}_depth(matrix: u32, first: u32, within: u32) -> Part {
  var part = ${name}_depth_part(matrix, first, within);
  ${depthCount === null ? '' : `part.inside = first + within < ${depthCount};`}
  return part;
}
fn ${name}_load(line: Part, depth: Part) -> ${element} {
  ${load}
}
`;
}

/** Four neighboring elements, each loaded alone. */
const gathered = (side: StagedSide, element: (number: number) => string): string =>
  `${stored(side.operand.value.type, 4)}(${repeat(4, element, ', ')})`;

/** Lines beyond the last are loaded as the last ones are; what they add up to is never stored. */
const clamped = ({ lineCount }: StagedSide, line: string, atOnce: number): string =>
  lineCount === null ? line : `min(${line}, ${lineCount} - ${atOnce}u)`;

/** Loads vectors along lines; invocations run along the lines first. */
function createRows(side: StagedSide): Omit<Staging, 'declarations'> {
  const { name, operand, lines, depth, invocations, element } = side;
  const groups = lines / 4;
  const units = unitsOf(operand, lines, depth);
  const step = Math.min(invocations, units) / groups;
  const rounds = units / (step * groups);
  const lineParts = operand.width === 4 ? 1 : 4;
  const depthOf = (round: number) => `(${name}_row + ${round * step}u)`;
  return {
    setup: `let ${name}_group = ${name}_lane % ${groups}u;
  let ${name}_row = (${name}_lane / ${groups}u) % ${step}u;
  ${repeat(lineParts, (number) => `let ${name}_line_${number} = ${name}_line(matrix, ${clamped(side, `${side.firstLine} + ${name}_group * 4u + ${number}u`, 4 / lineParts)});\n  `)}
  ${repeat(rounds, (round) => `var ${name}_${round}: ${stored(operand.value.type, 4)};\n  `)}`,
    load: (first) =>
      repeat(
        rounds,
        (round) => `{
      let depth = ${name}_depth(matrix, ${first}, ${depthOf(round)});
      ${name}_${round} = ${
        operand.width === 4
          ? `${name}_load(${name}_line_0, depth)`
          : gathered(side, (number) => `${name}_load(${name}_line_${number}, depth)`)
      };
    }
    `,
      ),
    store: (buffer) =>
      repeat(
        rounds,
        (round) =>
          `${name}_tile${buffer}[${depthOf(round)}][${name}_group] = vec4<${element}>(${name}_${round});\n    `,
      ),
  };
}

/** Loads squares of four vectors along the depth and stores them transposed; invocations run along the depth first. */
function createSquares(side: StagedSide): Omit<Staging, 'declarations'> {
  const { name, operand, lines, depth, invocations, element } = side;
  const quads = depth / 4;
  const units = unitsOf(operand, lines, depth);
  const step = Math.min(invocations, units) / quads;
  const rounds = units / (step * quads);
  const groupOf = (round: number) => `(${name}_group + ${round * step}u)`;
  const square = (round: number, element: (line: number) => string) =>
    repeat(4, (line) => element(round * 4 + line));
  const depthParts = operand.width === 4 ? 1 : 4;
  return {
    setup: `let ${name}_quad = ${name}_lane % ${quads}u;
  let ${name}_group = (${name}_lane / ${quads}u) % ${step}u;
  ${repeat(rounds, (round) => square(round, (line) => `let ${name}_line_${line} = ${name}_line(matrix, ${clamped(side, `${side.firstLine} + ${groupOf(round)} * 4u + ${line % 4}u`, 1)});\n  `))}
  ${repeat(rounds * 4, (line) => `var ${name}_${line}: ${stored(operand.value.type, 4)};\n  `)}`,
    load: (first) => `{
      ${repeat(depthParts, (number) => `let depth_${number} = ${name}_depth(matrix, ${first}, ${name}_quad * 4u + ${number}u);\n      `)}
      ${repeat(rounds * 4, (line) =>
        operand.width === 4
          ? `${name}_${line} = ${name}_load(${name}_line_${line}, depth_0);\n      `
          : `${name}_${line} = ${gathered(side, (number) => `${name}_load(${name}_line_${line}, depth_${number})`)};\n      `,
      )}
    }
    `,
    store: (buffer) =>
      repeat(rounds, (round) =>
        repeat(
          4,
          (within) =>
            `${name}_tile${buffer}[${name}_quad * 4u + ${within}u][${columnOf(side, groupOf(round), `${name}_quad`)}] = vec4<${element}>(${stored(operand.value.type, 4)}(${repeat(4, (line) => `${name}_${round * 4 + line}[${within}]`, ', ')}));\n    `,
        ),
      ),
  };
}

export function createStaging(side: StagedSide): Staging {
  const { name, operand, lines, depth, invocations, laneShift, element, buffers } = side;
  const { setup, load, store } = operand.contiguous === 'line' ? createRows(side) : createSquares(side);
  const units = unitsOf(operand, lines, depth);
  const guarded = (text: string) =>
    units < invocations ? `if (${name}_lane < ${units}u) {\n    ${text}}\n    ` : text;
  const rows = `array<array<vec4<${element}>, ${lines / 4}>, ${depth}>`;
  return {
    declarations: `${accessOf(side)}var<workgroup> ${name}_tile: ${buffers === 2 ? `array<${rows}, 2>` : rows};
`,
    setup: `let ${name}_lane = (local + ${laneShift}u) % ${invocations}u;
  ${setup}`,
    load: (first) => guarded(load(first)),
    store: (buffer) => guarded(store(buffer)),
  };
}
