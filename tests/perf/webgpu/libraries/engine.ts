/** @file This engine, `webgpu`: each problem as a graph of its own. */
import type { Backend, Executable, InputSet } from '../../../../runner/engines/compiled/backend.ts';
import type { Graph } from '../../../../runner/engines/compiled/graph/graph.ts';
import type { Operation } from '../../../../runner/engines/compiled/graph/operation.ts';
import type { Value } from '../../../../runner/engines/compiled/graph/value.ts';
import { attend } from '../../../../runner/engines/compiled/lower/attention.ts';
import { Builder } from '../../../../runner/engines/compiled/lower/builder.ts';
import { matrix, once } from '../../../../runner/engines/compiled/lower/projection.ts';
import { buildProgram, NO_SCALARS } from '../../../../runner/engines/compiled/program.ts';
import { operandShapes, titleOf } from '../problem/definition.ts';
import type { AttentionProblem, ConvolutionProblem, Problem, ProductProblem } from '../problem/problem.ts';
import { joined } from './joined.ts';
import type { Computation, Library } from './library.ts';

function emitProduct(builder: Builder, { rows, columns, depth, leftTransposed, type }: ProductProblem): void {
  const left = builder.input('left', leftTransposed ? [depth, rows] : [rows, depth], type);
  const right = builder.input('right', [depth, columns], type);
  const out = builder.result('product', [rows, columns], type);
  builder.emit({
    ...{ kind: 'product', rows, columns, depth, batch: once },
    ...{ left: matrix(left, leftTransposed ? rows : depth), leftTransposed },
    ...{ right: matrix(right, columns), rightTransposed: false },
    ...{ out: matrix(out, columns), epilogue: [] },
  });
}

type ConvolutionOperation = Extract<Operation, { kind: ConvolutionProblem['kind'] }>;

function convolutionOf(builder: Builder, problem: ConvolutionProblem): ConvolutionOperation {
  const { kind, shape } = problem;
  const { batch, height, width, channels, filters, kernel, outHeight, outWidth } = shape;
  const [first, second] = operandShapes(problem).map((sizes, i) =>
    builder.input(`operand ${i}`, sizes, 'float32'),
  ) as [Value, Value];
  const result = (...sizes: number[]) => builder.result('result', sizes, 'float32');
  switch (kind) {
    case 'convolution': {
      const out = result(batch, outHeight, outWidth, filters);
      return { kind, shape, image: first, filter: second, out, epilogue: [] };
    }
    case 'convolution-input-gradient': {
      const out = result(batch, height, width, channels);
      return { kind, shape, gradient: first, filter: second, out, epilogue: [] };
    }
    case 'convolution-filter-gradient': {
      const out = result(kernel, kernel, channels, filters);
      return { kind, shape, image: first, gradient: second, out };
    }
    default:
      return kind satisfies never;
  }
}

function emitAttention(builder: Builder, problem: AttentionProblem): void {
  const [query, key, value, gradient] = operandShapes(problem).map((sizes, i) =>
    builder.input(`operand ${i}`, sizes, 'float32'),
  );
  const operands = { query: query!, key: key!, value: value! };
  const { output, backward } = attend(builder, 'attention', problem.shape, operands);
  if (gradient === undefined) {
    builder.asResult(output, 'output', 'float32');
    return;
  }
  const gradients = backward(gradient);
  for (const one of [gradients.query, gradients.key, gradients.value])
    builder.asResult(one, one.name, 'float32');
}

function graphOf(problem: Problem, { limits }: Backend): Graph {
  const builder = new Builder({
    type: problem.kind === 'product' ? problem.type : 'float32',
    recipe: 'optimized',
    limits,
    batchSize: 1,
    training: problem.kind === 'attention-gradient',
    weights: [],
  });
  switch (problem.kind) {
    case 'product':
      emitProduct(builder, problem);
      break;
    case 'attention':
    case 'attention-gradient':
      emitAttention(builder, problem);
      break;
    default:
      builder.emit(convolutionOf(builder, problem));
  }
  return builder.graph();
}

class EngineComputation implements Computation {
  readonly #graph: Graph;
  readonly #executable: Executable;
  readonly #inputs: InputSet;

  constructor(graph: Graph, executable: Executable, inputs: InputSet) {
    this.#graph = graph;
    this.#executable = executable;
    this.#inputs = inputs;
  }

  async run(times: number): Promise<void> {
    for (let i = 0; i < times; i++) this.#executable.run(this.#inputs, NO_SCALARS);
    await this.#executable.finish();
  }

  async read(): Promise<Float32Array> {
    await this.run(1);
    const results: Float32Array[] = [];
    for (const value of this.#graph.results) results.push(await this.#executable.read(value));
    return joined(results);
  }

  dispose(): void {
    this.#inputs.dispose();
    this.#executable.dispose();
  }
}

export const engine = (backend: Backend): Library => ({
  name: 'webgpu',
  version: backend.version,
  prepare: async (problem, operands) => {
    const graph = graphOf(problem, backend);
    const subject = { name: titleOf(problem), option: 'size' };
    const { executable } = await buildProgram(backend, graph, 'optimized', subject);
    const inputs = executable.createInputs();
    inputs.write(operands);
    return new EngineComputation(graph, executable, inputs);
  },
});
