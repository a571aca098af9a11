/**
 * @file A contraction without workgroup memory and with short WGSL, for a GPU that the CPU emulates: caches do what tiles
 * do on a GPU, barriers are slow, and compiling takes longer than running. SwiftShader compiles it in a tenth of the time.
 */
import { createEnding } from '../epilogue.ts';
import { fold } from '../grid.ts';
import { bind, type Variant } from '../kernel.ts';
import { load } from '../text.ts';
import type { Contraction, Operand } from './contraction.ts';

/** Each invocation computes this many rows and columns. */
const SIDE = 4;

/** Small, so that few workgroups keep all cores busy. */
const INVOCATIONS = 16;

/** Texts for each of four lines or rows. */
const four = (text: (number: number) => string, separator = '\n  '): string =>
  [0, 1, 2, 3].map(text).join(separator);

/** WGSL functions of an operand: the parts of an element's place, and `<name>_four`, the elements of four lines at a depth. */
function declareOperand(name: string, operand: Operand): string {
  const { bounds, width, contiguous } = operand;
  const element = width === 4 ? 'vec4<f32>' : 'f32';
  const at = load({ name, element: operandElement(operand) }, 'u32(line.at + depth.at)');
  const inside = bounds
    ? `u32(line.y + depth.y) < ${bounds.height}u && u32(line.x + depth.x) < ${bounds.width}u`
    : 'true';
  const ofLine = (number: number) =>
    `${name}_at(line_${number}, depth)${width === 4 && contiguous === 'depth' ? '[index % 4u]' : ''}`;
  const lines = four((number) => `line_${number}: Part`, ', ');
  return `fn ${name}_line(matrix: u32, line: u32) -> Part {
  ${operand.line}
}
fn ${name}_depth(matrix: u32, first: u32, within: u32) -> Part {
  ${operand.depth(1)}
}
fn ${name}_at(line: Part, depth: Part) -> ${element} {
  if (${inside}) { return ${at}; }
  return ${element}();
}
fn ${name}_four(${lines}, depth: Part, index: u32) -> vec4<f32> {
  return ${width === 4 && contiguous === 'line' ? `${name}_at(line_0, depth)` : `vec4<f32>(${four(ofLine, ', ')})`};
}
`;
}

const operandElement = (operand: Operand) => bind('', operand.value, 'read', operand.width).element;

/** WGSL that stores the sums of a row where it exists. */
function finishRow({ columns, outWidth }: Contraction, row: number): string {
  const start = `place(matrix, row + ${row}u) + column`;
  const sum = `sum_${row}`;
  const stores =
    outWidth === 4
      ? `finish(${start}, ${sum});`
      : four(
          (item) => `if (column + ${item}u < ${columns}u) { finish(${start} + ${item}u, ${sum}[${item}]); }`,
          ' ',
        );
  return `if (row + ${row}u < rows) { ${stores} }`;
}

export function createPlainVariant(contraction: Contraction): Variant {
  const { left, right, out, epilogue, outWidth, rows, columns, depth, matrices, own } = contraction;
  const bindings = [
    bind('left', left.value, 'read', left.width),
    bind('right', right.value, 'read', right.width),
  ];
  const ending = createEnding(out, epilogue, outWidth, bindings);
  const across = Math.ceil(columns / SIDE);
  const all = across * Math.ceil(rows / SIDE);
  const { grid, number } = fold(Math.ceil((all * matrices) / INVOCATIONS));
  const lines = (name: string, first: string, count: string) =>
    four((line) => `let ${name}_${line} = ${name}_line(matrix, min(${first} + ${line}u, ${count} - 1u));`);
  const parts = (name: string) => four((line) => `${name}_${line}`, ', ');
  return {
    name: 'plain',
    kernels: [
      {
        name: `${contraction.name} plain`,
        bindings: [...bindings, ...ending.bindings],
        body: `struct Part { at: i32, y: i32, x: i32, inside: bool }
${contraction.declarations}
${declareOperand('left', left)}${declareOperand('right', right)}
fn place(matrix: u32, row: u32) -> u32 {
  ${contraction.place}
}
${ending.code}
fn run(wg: vec3<u32>, local: u32) {
  let number = ${number} * ${INVOCATIONS}u + local;
  let matrix = number / ${all}u;
  if (matrix >= ${matrices}u) { return; }
  let row = number % ${all}u / ${across}u * ${SIDE}u;
  let column = number % ${across}u * ${SIDE}u;
  let rows = ${own?.rows ?? `${rows}u`};
  if (row >= rows) { return; }
  ${lines('left', 'row', 'rows')}
  ${lines('right', 'column', `${columns}u`)}
  ${four((sum) => `var sum_${sum} = vec4<f32>();`)}
  for (var index = 0u; index < ${own?.depth ?? `${depth}u`}; index++) {
    let of_left = left_four(${parts('left')}, left_depth(matrix, index, 0u), index);
    let of_right = right_four(${parts('right')}, right_depth(matrix, index, 0u), index);
    ${four((sum) => `sum_${sum} = fma(vec4<f32>(of_left[${sum}]), of_right, sum_${sum});`)}
  }
  ${four((line) => finishRow(contraction, line))}
}
`,
        workgroupSize: INVOCATIONS,
        grid,
        usesScalars: ending.usesScalars,
        dropoutLayer: ending.dropoutLayer,
        flops: contraction.flops,
      },
    ],
  };
}
