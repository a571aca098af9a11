/** @file The sum of gradient * output over the width for each query, which the gradients of all scores of a query need. */
import type { AttentionGradient } from '../../../compiled/graph/operation.ts';
import { bindScratch, type Kernel, type Scratch } from '../kernel.ts';
import { bindRows, loadFunction, shapeConstants } from './operands.ts';

/** Invocations for each query: neighbors read neighboring vectors. */
const LANES = 8;

/** Queries of a workgroup. */
const QUERIES = 16;

/** @param deltas float32 [batch, heads, length] */
export function delta({ shape, output, gradient }: AttentionGradient, deltas: Scratch): Kernel {
  return {
    name: 'attention-gradient delta',
    bindings: [
      bindRows('output', output, 'read', shape),
      bindRows('gradient', gradient, 'read', shape),
      bindScratch('delta', deltas, 'read_write'),
    ],
    body: `${shapeConstants(shape)}
const LANES = ${LANES}u;
var<workgroup> sums: array<f32, ${QUERIES * LANES}>;
${loadFunction('output', shape)}${loadFunction('gradient', shape)}
fn run(wg: vec3<u32>, local: u32) {
  let lane = local % LANES;
  let query = wg.x * ${QUERIES}u + local / LANES;
  let origin = originOf(wg.z, wg.y);
  var sum = 0.0;
  for (var vector = lane; vector < VECTORS; vector += LANES) {
    sum += dot(load_gradient(origin, query, vector), load_output(origin, query, vector));
  }
  sums[local] = sum;
  workgroupBarrier();
  if (lane == 0u && query < LENGTH) {
    var total = 0.0;
    for (var other = 0u; other < LANES; other++) { total += sums[local + other]; }
    delta[(wg.z * HEADS + wg.y) * LENGTH + query] = total;
  }
}`,
    workgroupSize: QUERIES * LANES,
    grid: [Math.ceil(shape.length / QUERIES), shape.heads, shape.batch],
    usesScalars: false,
    flops: 0,
  };
}
