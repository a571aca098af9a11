/**
 * @file The gradients of an attention (arXiv 2307.08691, algorithm 2), in kernels without atomics: one goes through the
 * keys of each block of queries, one through the queries of each block of keys. Both compute the scores again; the kept
 * log-sums make them the weights of the softmax. With weight P, gradient of a weight dP and delta = sum of gradient *
 * output of a query, the gradient of a score is P * (dP - delta).
 */
import type { AttentionGradient, AttentionShape } from '../../../compiled/graph/operation.ts';
import {
  type Binding,
  bind,
  bindScratch,
  type Kernel,
  type KernelLimits,
  type Scratch,
  type Variant,
} from '../kernel.ts';
import { type Blocks, chooseBlocks, invocationsOf, nameOf, type Registers, workgroupsOf } from './blocks.ts';
import { delta } from './delta.ts';
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

/** A constant and functions that read what belongs to a query; the weights of queries and keys outside are 0. */
const queryFunctions = ({ scale }: AttentionGradient): string => `
const SCALE = f32(${scale});
const FACTOR = f32(${scale * Math.LOG2E});
/** Higher than every score; finite, because WGSL knows no infinity. */
const HIGHEST = 3.0e38;
fn logSumOf(first: u32, query: u32) -> f32 {
  if (query >= LENGTH) { return HIGHEST; }
  return ${Math.LOG2E} * logSums[first + query];
}
fn deltaOf(first: u32, query: u32) -> f32 {
  if (query >= LENGTH) { return 0.0; }
  return delta[first + query];
}
fn fourFrom(start: u32) -> vec4<u32> { return vec4<u32>(start) + vec4<u32>(0u, 1u, 2u, 3u); }`;

const FIRST_QUERY = '  let firstQuery = (wg.z * HEADS + wg.y / SLICES) * LENGTH;';

/** Rows of the scores are queries, columns are keys. */
const queryGradientRun = (blocks: Blocks): string => `
fn run(wg: vec3<u32>, local: u32) {
${placeOfInvocation(blocks)}
${FIRST_QUERY}
${unroll(
  blocks.rows,
  (row) => `  let logSum${row} = logSumOf(firstQuery, firstRow + ${row}u);
  let delta${row} = deltaOf(firstQuery, firstRow + ${row}u);`,
)}
${declareResult('result', blocks)}
  for (var columnStart = 0u; columnStart < steps(LENGTH); columnStart += BLOCK_COLUMNS) {
    let isKey = fourFrom(columnStart + 4u * lane) < vec4<u32>(LENGTH);
${scores('score', 'query', 'key', blocks)}
${unroll(blocks.rows, (row) => `    score${row} = select(vec4<f32>(), exp2(score${row} * FACTOR - logSum${row}), isKey);`)}
${scores('slope', 'gradient', 'value', blocks)}
${unroll(blocks.rows, (row) => storeWeights(row, `score${row} * (slope${row} - delta${row})`))}
${addWeightedRows('result', 'key', blocks)}
  }
${storeResult('queryGradient', 'result', () => 'SCALE', blocks)}
}`;

/** Rows of the scores are keys, columns are queries. */
const keyAndValueGradientRun = (blocks: Blocks): string => `
fn run(wg: vec3<u32>, local: u32) {
${placeOfInvocation(blocks)}
${FIRST_QUERY}
${declareResult('keyResult', blocks)}
${declareResult('valueResult', blocks)}
  for (var columnStart = 0u; columnStart < steps(LENGTH); columnStart += BLOCK_COLUMNS) {
    let queries = fourFrom(columnStart + 4u * lane);
    let logSum = vec4<f32>(${[...'xyzw'].map((part) => `logSumOf(firstQuery, queries.${part})`).join(', ')});
    let deltas = vec4<f32>(${[...'xyzw'].map((part) => `deltaOf(firstQuery, queries.${part})`).join(', ')});
${scores('score', 'key', 'query', blocks)}
${unroll(
  blocks.rows,
  (row) => `    score${row} = exp2(score${row} * FACTOR - logSum);
${storeWeights(row, `score${row}`)}`,
)}
${addWeightedRows('valueResult', 'gradient', blocks)}
${scores('slope', 'value', 'gradient', blocks)}
${unroll(blocks.rows, (row) => storeWeights(row, `score${row} * (slope${row} - deltas)`))}
${addWeightedRows('keyResult', 'query', blocks)}
  }
${storeResult('keyGradient', 'keyResult', () => 'SCALE', blocks)}
${storeResult('valueGradient', 'valueResult', () => '1.0', blocks)}
}`;

/** Results, scores and gradients of scores are in registers at once; so they get fewer rows than the forward pass. */
const QUERY_REGISTERS: Registers = { results: 1, vectors: 16 };
const KEY_REGISTERS: Registers = { results: 2, vectors: 16 };

interface Part {
  name: string;
  blocks: Blocks;
  /** Outputs by binding name. */
  outputs: Record<string, AttentionGradient['keyGradient']>;
  run: (blocks: Blocks) => string;
  /** Products of rows and columns over the width. */
  products: number;
}

const workOf = ({ batch, heads, length, width }: AttentionShape): number =>
  2 * batch * heads * length ** 2 * width;

function createKernel(operation: AttentionGradient, deltas: Scratch, part: Part): Kernel {
  const { shape } = operation;
  const operands = ['query', 'key', 'value', 'gradient'] as const;
  const outputs = Object.entries(part.outputs);
  const bindings: Binding[] = [
    ...operands.map((name) => bindRows(name, operation[name], 'read', shape)),
    bind('logSums', operation.logSums, 'read'),
    bindScratch('delta', deltas, 'read'),
    ...outputs.map(([name, value]) => bindRows(name, value, 'read_write', shape)),
  ];
  const functions = [
    ...operands.map((name) => loadFunction(name, shape)),
    ...outputs.map(([name, value]) => storeFunction(name, value, shape)),
  ];
  return {
    name: `attention-gradient ${part.name} ${nameOf(part.blocks)}`,
    bindings,
    body: [
      shapeConstants(shape),
      productDeclarations(part.blocks),
      queryFunctions(operation),
      ...functions,
      part.run(part.blocks),
    ].join(''),
    workgroupSize: invocationsOf(part.blocks),
    grid: workgroupsOf(shape, part.blocks),
    usesScalars: false,
    flops: part.products * workOf(shape),
  };
}

/** Candidates are pairs of block sizes, the best for queries with the best for keys first; see `chooseBlocks`. */
export function attentionGradient(operation: AttentionGradient, limits: KernelLimits): Variant[] {
  const { shape, queryGradient, keyGradient, valueGradient } = operation;
  const forQueries = chooseBlocks(shape, limits, QUERY_REGISTERS);
  const forKeys = chooseBlocks(shape, limits, KEY_REGISTERS);
  return Array.from({ length: Math.max(forQueries.length, forKeys.length) }, (_, number) => {
    const deltas: Scratch = { kind: 'scratch', bytes: 4 * shape.batch * shape.heads * shape.length };
    const [queries, keys] = [forQueries, forKeys].map(
      (blocks) => blocks[Math.min(number, blocks.length - 1)]!,
    );
    return {
      name: `${nameOf(queries!)} ${nameOf(keys!)}`,
      kernels: [
        delta(operation, deltas),
        createKernel(operation, deltas, {
          name: 'queries',
          blocks: queries!,
          outputs: { queryGradient },
          run: queryGradientRun,
          products: 3,
        }),
        createKernel(operation, deltas, {
          name: 'keys',
          blocks: keys!,
          outputs: { keyGradient, valueGradient },
          run: keyAndValueGradientRun,
          products: 4,
        }),
      ],
    };
  });
}
