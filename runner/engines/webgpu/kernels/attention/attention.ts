/**
 * @file Attention without the scores in memory: blocks of queries against blocks of keys with a running maximum and sum
 * (arXiv 2307.08691, algorithm 1). Scores are kept in base 2, so that `exp2` is enough.
 */
import type { Attention } from '../../../compiled/graph/operation.ts';
import { bind, type Kernel, type KernelLimits, type Variant } from '../kernel.ts';
import {
  type Blocks,
  blockColumns,
  chooseBlocks,
  invocationsOf,
  nameOf,
  type Registers,
  workgroupsOf,
} from './blocks.ts';
import { bindRows, loadFunction, shapeConstants, storeFunction } from './operands.ts';
import {
  addWeightedRows,
  declareResult,
  placeOfInvocation,
  productDeclarations,
  scores,
  storeResult,
  storeWeights,
  unroll,
} from './products.ts';

/** A row's component of the vectors that hold one number for each row of an invocation. */
const ofRow = (name: string, row: number): string => `${name}${Math.floor(row / 4)}.${'xyzw'[row % 4]}`;

/** A vector with one number for each of four rows from `first` on; rows that do not exist repeat the last. */
const fourRows = (first: number, { rows }: Blocks, text: (row: number) => string): string =>
  `vec4<f32>(${[0, 1, 2, 3].map((row) => text(Math.min(first + row, rows - 1))).join(', ')})`;

const rowVectors = ({ rows }: Blocks): number => Math.ceil(rows / 4);

/**
 * Combines row numbers over all lanes: `name` becomes combine(name, that of the lane) for each lane. Uses `weights`, which
 * nobody may be reading.
 */
const overLanes = (
  { blocks, name, own }: { blocks: Blocks; name: string; own: (index: number) => string },
  combine: (a: string, b: string) => string,
): string => `
${unroll(rowVectors(blocks), (index) => `    weights[weightsAt + ${index}u * LANES + lane] = ${own(index)};`)}
    workgroupBarrier();
    for (var other = 0u; other < steps(LANES); other++) {
${unroll(rowVectors(blocks), (index) => `      ${name}${index} = ${combine(`${name}${index}`, `weights[weightsAt + ${index}u * LANES + other]`)};`)}
    }
    workgroupBarrier();`;

/** Turns the scores into weights exp(score - largest so far), and rescales what earlier blocks of keys gave. */
function softmax(blocks: Blocks, isMasked: boolean): string {
  const { rows, vectors } = blocks;
  return `
    let keys = vec4<u32>(columnStart + 4u * lane) + vec4<u32>(0u, 1u, 2u, 3u);
${unroll(rows, (row) => `    score${row} = ${isMasked ? `select(vec4<f32>(LOWEST), score${row} * FACTOR, keys < vec4<u32>(LENGTH))` : `score${row} * FACTOR`};`)}
${unroll(rowVectors(blocks), (index) => `    var next${index} = largest${index};`)}
${overLanes({ blocks, name: 'next', own: (index) => fourRows(4 * index, blocks, (row) => `largestOf(score${row})`) }, (a, b) => `max(${a}, ${b})`)}
${unroll(
  rowVectors(blocks),
  (index) => `    let shrink${index} = exp2(largest${index} - next${index});
    largest${index} = next${index};`,
)}
${unroll(
  rows,
  (row) => `    score${row} = exp2(score${row} - ${ofRow('largest', row)});
${storeWeights(row, `score${row}`)}
${unroll(vectors, (vector) => `    result${row}_${vector} *= ${ofRow('shrink', row)};`)}`,
)}
${unroll(rowVectors(blocks), (index) => `    sum${index} = sum${index} * shrink${index} + ${fourRows(4 * index, blocks, (row) => `dot(score${row}, vec4<f32>(1.0))`)};`)}`;
}

/** Stores log(sum of exp(scores)) of each row, once for all slices of the width. */
const storeLogSums = (blocks: Blocks): string => `
  if (lane == 0u && sliceStart == 0u) {
    let at = (wg.z * HEADS + wg.y / SLICES) * LENGTH + firstRow;
${unroll(blocks.rows, (row) => `    if (firstRow + ${row}u < LENGTH) { logSums[at + ${row}u] = ${Math.LN2} * (${ofRow('largest', row)} + log2(${ofRow('total', row)})); }`)}
  }`;

function createBody({ shape, scale, out, logSums }: Attention, blocks: Blocks): string {
  const isMasked = shape.length % blockColumns(blocks) > 0;
  return `${shapeConstants(shape)}${productDeclarations(blocks)}
const FACTOR = f32(${scale * Math.LOG2E});
/** Lower than every score; finite, because WGSL knows no infinity. */
const LOWEST = -3.0e38;
${['query', 'key', 'value'].map((name) => loadFunction(name, shape)).join('')}${storeFunction('out', out, shape)}
fn largestOf(values: vec4<f32>) -> f32 { return max(max(values.x, values.y), max(values.z, values.w)); }

fn run(wg: vec3<u32>, local: u32) {
${placeOfInvocation(blocks)}
${declareResult('result', blocks)}
${unroll(
  rowVectors(blocks),
  (index) => `  var largest${index} = vec4<f32>(LOWEST);
  var sum${index} = vec4<f32>();`,
)}
  for (var columnStart = 0u; columnStart < steps(LENGTH); columnStart += BLOCK_COLUMNS) {
${scores('score', 'query', 'key', blocks)}
${softmax(blocks, isMasked)}
${addWeightedRows('result', 'value', blocks)}
  }
${unroll(rowVectors(blocks), (index) => `  var total${index} = vec4<f32>();`)}
    workgroupBarrier();
${overLanes({ blocks, name: 'total', own: (index) => `sum${index}` }, (a, b) => `${a} + ${b}`)}
${storeResult('out', 'result', (row) => `(1.0 / ${ofRow('total', row)})`, blocks)}
${logSums ? storeLogSums(blocks) : ''}
}`;
}

/** Results stay in 64 registers, scores and what is being multiplied need up to as many again. */
const REGISTERS: Registers = { results: 1, vectors: 16 };

/** Candidates are block sizes; see `chooseBlocks` for their order. */
export function attention(operation: Attention, limits: KernelLimits): Variant[] {
  const { shape, query, key, value, out, logSums } = operation;
  return chooseBlocks(shape, limits, REGISTERS).map((blocks) => {
    const kernel: Kernel = {
      name: `attention ${nameOf(blocks)}`,
      bindings: [
        bindRows('query', query, 'read', shape),
        bindRows('key', key, 'read', shape),
        bindRows('value', value, 'read', shape),
        bindRows('out', out, 'read_write', shape),
        ...(logSums ? [bind('logSums', logSums, 'read_write')] : []),
      ],
      body: createBody(operation, blocks),
      workgroupSize: invocationsOf(blocks),
      grid: workgroupsOf(shape, blocks),
      usesScalars: false,
      flops: 4 * shape.batch * shape.heads * shape.length ** 2 * shape.width,
    };
    return { name: nameOf(blocks), kernels: [kernel] };
  });
}
