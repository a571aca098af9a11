/** @file WGSL with which the invocations of a workgroup bring a tile of one side into workgroup memory. */
import { stored } from '../text.ts';
import { each, linesOf, type Side, vectorOf } from './side.ts';

/** What an invocation does for one side. Its registers are named by a prefix, which sides may share. */
export interface Transfer {
  side: Side;
  /** Invocations that take part, the first ones after a shift. */
  invocations: number;
  /** WGSL of the invocation's place, from its number among those that take part, `${side.name}_lane`. */
  place: string;
  /** WGSL of the part of each line whose elements the invocation loads, in registers `${prefix}_line_0` and so on. */
  lines: readonly string[];
  /** Vectors that it loads, into registers `${prefix}_0` and so on. */
  vectors: number;
  /** Loads the tile whose depth begins at `first`. */
  load: (prefix: string, first: string) => string;
  /** Stores the registers into the tile `buffer`. */
  store: (prefix: string, buffer: string) => string;
}

/** WGSL of the parts of four neighboring lines; those beyond the last are as the last ones, their sums are never stored. */
const lineAt = ({ name, firstLine, lineCount }: Side, line: string, atOnce: number): string =>
  `${name}_line(matrix, ${lineCount === null ? `${firstLine} + ${line}` : `min(${firstLine} + ${line}, ${lineCount} - ${atOnce}u)`})`;

/** Four neighboring elements, each loaded alone. */
const gathered = ({ operand }: Side, element: (number: number) => string): string =>
  `${stored(operand.value.type, 4)}(${each(4, element).join(', ')})`;

/** Loads vectors along lines; neighboring invocations have neighboring lines. */
export function transferRows(side: Side, available: number): Transfer {
  const { name, operand, lines, depth, element } = side;
  const groups = lines / 4;
  const invocations = Math.min(available, groups * depth);
  const step = invocations / groups;
  const vectors = depth / step;
  const parts = operand.width === 4 ? 1 : 4;
  return {
    side,
    invocations,
    place: `let ${name}_group = ${name}_lane % ${groups}u;
  let ${name}_row = ${name}_lane / ${groups}u % ${step}u;`,
    lines: each(parts, (number) => lineAt(side, `${name}_group * 4u + ${number}u`, 4 / parts)),
    vectors,
    load: (prefix, first) =>
      linesOf(
        each(vectors, (round) => {
          const load = (line: number) => `${name}_load(${prefix}_line_${line}, depth_${round})`;
          return `let depth_${round} = ${name}_depth(matrix, ${first}, ${name}_row + ${round * step}u);
    ${prefix}_${round} = ${parts === 1 ? load(0) : gathered(side, load)};`;
        }),
      ),
    store: (prefix, buffer) =>
      linesOf(
        each(
          vectors,
          (round) =>
            `${name}_tile${buffer}[${name}_row + ${round * step}u][${name}_group] = vec4<${element}>(${prefix}_${round});`,
        ),
      ),
  };
}

/** Loads squares of four vectors along the depth and stores them transposed; neighboring invocations have neighboring depths. */
export function transferSquares(side: Side, available: number): Transfer {
  const { name, operand, lines, depth, element } = side;
  const quads = depth / 4;
  const invocations = Math.min(available, (lines / 4) * quads);
  const step = invocations / quads;
  const rounds = lines / 4 / step;
  const parts = operand.width === 4 ? 1 : 4;
  const group = (round: number) => `${name}_group + ${round * step}u`;
  return {
    side,
    invocations,
    place: `let ${name}_quad = ${name}_lane % ${quads}u;
  let ${name}_group = ${name}_lane / ${quads}u % ${step}u;`,
    lines: each(rounds * 4, (line) =>
      lineAt(side, `(${group(Math.floor(line / 4))}) * 4u + ${line % 4}u`, 1),
    ),
    vectors: rounds * 4,
    load: (prefix, first) =>
      linesOf(
        each(
          parts,
          (number) =>
            `let depth_${number} = ${name}_depth(matrix, ${first}, ${name}_quad * 4u + ${number}u);`,
        ),
        each(rounds * 4, (line) => {
          const load = (number: number) => `${name}_load(${prefix}_line_${line}, depth_${number})`;
          return `${prefix}_${line} = ${parts === 1 ? load(0) : gathered(side, load)};`;
        }),
      ),
    store: (prefix, buffer) =>
      linesOf(
        each(rounds * 4, (number) => {
          const [round, within] = [Math.floor(number / 4), number % 4];
          const column = gathered(side, (line) => `${prefix}_${round * 4 + line}[${within}]`);
          return `${vectorOf(side, buffer, group(round), `${name}_quad`, within)} = vec4<${element}>(${column});`;
        }),
      ),
  };
}
