/** @file Measures the precision of a backend's products and convolutions. */
import type { Observed } from '../../../data/contract/outcome.ts';
import type { Net } from '../../models/layers.ts';
import { identityMatrix, PROBED_SIZE, probeMatrix, survivingBits } from '../../worker/precision.ts';
import type { Backend, HostArray } from './backend.ts';
import { type CompileOptions, inferenceGraph, productGraph } from './compile.ts';
import type { Graph } from './graph/graph.ts';
import { buildProgram, NO_SCALARS } from './program.ts';

/** One convolution with 1x1 filters: for each row of pixels a matrix product. */
const convolution: Net = {
  id: 'matmul',
  inputShape: [PROBED_SIZE, 1, PROBED_SIZE],
  input: { kind: 'features' },
  layers: [
    {
      kind: 'conv2d',
      filters: PROBED_SIZE,
      kernel: 1,
      stride: 1,
      padding: 'valid',
      bias: false,
      activation: 'linear',
    },
  ],
  source: 'worker/precision.ts',
};

async function bitsOf(
  backend: Backend,
  graph: Graph,
  recipe: CompileOptions['recipe'],
  inputs: readonly HostArray[],
): Promise<number> {
  const { executable } = await buildProgram(backend, graph, recipe, {
    name: 'the probe of the precision',
    option: '--size',
  });
  for (const { value, half } of graph.parameters) executable.write(half ?? value, identityMatrix());
  const set = executable.createInputs();
  set.write(inputs);
  executable.run(set, NO_SCALARS);
  const bits = survivingBits(await executable.read(graph.results[0]!));
  set.dispose();
  executable.dispose();
  return bits;
}

/** Significant bits of the inputs that matrix products and convolutions use. */
export async function observePrecision(backend: Backend, options: CompileOptions): Promise<Observed> {
  const { recipe } = options;
  const matrices = [probeMatrix(), identityMatrix()];
  return {
    matmulBits: await bitsOf(backend, productGraph(PROBED_SIZE, options), recipe, matrices),
    convolutionBits: await bitsOf(backend, inferenceGraph(convolution, 1, options), recipe, [probeMatrix()]),
  };
}
