/**
 * @file WGSL of the two products of attention. Scores are products of rows of two operands; a result is a sum of rows,
 * weighted by scores. Both stage their operands in `tile`; scores get to the other invocations through `weights`.
 */
import { type Blocks, blockColumns, blockRows, invocationsOf, memoryOf } from './blocks.ts';

/** The text for each number below `count`, one a line. */
export const unroll = (count: number, text: (number: number) => string): string =>
  Array.from({ length: count }, (_, number) => text(number)).join('\n');

/** Constants, workgroup memory and functions that both products use. */
export function productDeclarations(blocks: Blocks): string {
  const { tile, weights, slice, depth } = memoryOf(blocks);
  return `
const LANES = ${blocks.lanes}u;
const ROWS = ${blocks.rows}u;
const BLOCK_ROWS = ${blockRows(blocks)}u;
const BLOCK_COLUMNS = ${blockColumns(blocks)}u;
const CHUNK = ${blocks.chunk}u;
const SLICE = ${slice}u;
const DEPTH = ${depth}u;
const SLICES = (VECTORS + SLICE - 1u) / SLICE;
var<workgroup> tile: array<vec4<f32>, ${tile}>;
var<workgroup> weights: array<vec4<f32>, ${weights}>;

/** A count that no compiler knows, so that it does not unroll what is long or not worth it. */
fn steps(count: u32) -> u32 { return count * min(arrayLength(&query), 1u); }
fn addProduct(sum: f32, left: vec4<f32>, right: vec4<f32>) -> f32 {
  return fma(left.w, right.w, fma(left.z, right.z, fma(left.y, right.y, fma(left.x, right.x, sum))));
}
fn addProducts(sums: vec4<f32>, left: vec4<f32>, a: vec4<f32>, b: vec4<f32>, c: vec4<f32>, d: vec4<f32>) -> vec4<f32> {
  return vec4<f32>(addProduct(sums.x, left, a), addProduct(sums.y, left, b), addProduct(sums.z, left, c), addProduct(sums.w, left, d));
}
fn addRows(sums: vec4<f32>, weight: vec4<f32>, a: vec4<f32>, b: vec4<f32>, c: vec4<f32>, d: vec4<f32>) -> vec4<f32> {
  return fma(vec4<f32>(weight.w), d, fma(vec4<f32>(weight.z), c, fma(vec4<f32>(weight.y), b, fma(vec4<f32>(weight.x), a, sums))));
}`;
}

/** Where an invocation is: its first row, its rows in the tile and in `weights`, its first vector of the result. */
export const placeOfInvocation = ({ rows, chunk }: Blocks): string => `
  let lane = local % LANES;
  let group = local / LANES;
  let origin = originOf(wg.z, wg.y / SLICES);
  let blockStart = wg.x * BLOCK_ROWS;
  let firstRow = blockStart + group * ROWS;
  let sliceStart = wg.y % SLICES * SLICE;
  let leftAt = group * ${rows * chunk + 1}u;
  let rightAt = lane * ${4 * chunk + 1}u;
  let weightsAt = group * (ROWS * LANES + 1u);`;

/** Copies vectors from the row `row` and the vector `vector` on to the tile; rows of one invocation follow each other. */
function stage(
  operand: string,
  { at, rows, rowsTogether, vectors }: { at: number; rows: number; rowsTogether?: number; vectors: number },
  from: { row: string; vector: string },
  blocks: Blocks,
): string {
  const invocations = invocationsOf(blocks);
  const items = rows * vectors;
  const padding = rowsTogether ? ` + item / ${rowsTogether * vectors}u` : '';
  const copy = `tile[${at}u + item${padding}] = load_${operand}(origin, ${from.row} + item / ${vectors}u, ${from.vector} + item % ${vectors}u);`;
  if (!blocks.unrolled)
    return `    for (var item = local; item < ${items}u; item += ${invocations}u) { ${copy} }`;
  return unroll(Math.ceil(items / invocations), (pass) => {
    const guard = (pass + 1) * invocations > items ? `if (item < ${items}u) ` : '';
    return `    { let item = local + ${pass * invocations}u; ${guard}{ ${copy} } }`;
  });
}

/**
 * Declares `name0`, `name1`, ...: for each row of the invocation its products with four rows of `right`, which are columns
 * `columnStart + 4 * lane` to `+ 3` of the scores.
 */
export function scores(name: string, left: string, right: string, blocks: Blocks): string {
  const { rows, chunk } = blocks;
  const rightStart = memoryOf(blocks).left;
  return `
${unroll(rows, (row) => `    var ${name}${row} = vec4<f32>();`)}
    for (var chunk = 0u; chunk < steps(VECTORS); chunk += CHUNK) {
    workgroupBarrier();
${stage(left, { at: 0, rows: blockRows(blocks), rowsTogether: rows, vectors: chunk }, { row: 'blockStart', vector: 'chunk' }, blocks)}
${stage(right, { at: rightStart, rows: blockColumns(blocks), rowsTogether: 4, vectors: chunk }, { row: 'columnStart', vector: 'chunk' }, blocks)}
    workgroupBarrier();
    for (var vector = 0u; vector < ${blocks.unrolled ? 'CHUNK' : 'steps(CHUNK)'}; vector++) {
${unroll(4, (column) => `      let right${column} = tile[${rightStart}u + rightAt + ${column * chunk}u + vector];`)}
${unroll(rows, (row) => `      ${name}${row} = addProducts(${name}${row}, tile[leftAt + ${row * chunk}u + vector], right0, right1, right2, right3);`)}
    }
    }`;
}

/** Declares sums of zero for each row and vector of a result, for `addWeightedRows`. */
export const declareResult = (name: string, { rows, vectors }: Blocks): string =>
  unroll(rows, (row) => unroll(vectors, (vector) => `  var ${name}${row}_${vector} = vec4<f32>();`));

/** Puts a row's four scores where the other lanes find them as weights. Needs a barrier before. */
export const storeWeights = (row: number, scores: string): string =>
  `    weights[weightsAt + ${row}u * LANES + lane] = ${scores};`;

/** Adds the rows of `right` from `columnStart` on, times `weights`, to a result. Its first barrier publishes the weights. */
export function addWeightedRows(result: string, right: string, blocks: Blocks): string {
  const { rows, vectors } = blocks;
  const { depth, slice } = memoryOf(blocks);
  const members = ['x', 'y', 'z', 'w'];
  return `
    for (var depth = 0u; depth < steps(BLOCK_COLUMNS) && columnStart + depth < LENGTH; depth += DEPTH) {
    workgroupBarrier();
${stage(right, { at: 0, rows: depth, vectors: slice }, { row: 'columnStart + depth', vector: 'sliceStart' }, blocks)}
    workgroupBarrier();
    let end = min(DEPTH, LENGTH - columnStart - depth);
    for (var column = 0u; column < end; column += 4u) {
${unroll(vectors, (vector) => unroll(4, (part) => `      let ${members[part]}${vector} = tile[(column + ${part}u) * SLICE + ${vector}u * LANES + lane];`))}
${unroll(
  rows,
  (row) => `      let weight${row} = weights[weightsAt + ${row}u * LANES + (depth + column) / 4u];
${unroll(vectors, (vector) => `      ${result}${row}_${vector} = addRows(${result}${row}_${vector}, weight${row}, x${vector}, y${vector}, z${vector}, w${vector});`)}`,
)}
    }
    }`;
}

/** Stores a result, each row times a factor. */
export const storeResult = (
  name: string,
  result: string,
  factor: (row: number) => string,
  { rows, vectors }: Blocks,
): string =>
  unroll(rows, (row) =>
    unroll(
      vectors,
      (vector) =>
        `  store_${name}(origin, firstRow + ${row}u, sliceStart + ${vector}u * LANES + lane, ${result}${row}_${vector} * ${factor(row)});`,
    ),
  );
