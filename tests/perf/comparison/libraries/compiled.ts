/** @file A backend of the compiled engines: each problem as a graph of its own. */
import type { Backend, Executable, InputSet } from '../../../../runner/engines/compiled/backend.ts';
import type { Graph } from '../../../../runner/engines/compiled/graph/graph.ts';
import type { Matrices, Operation } from '../../../../runner/engines/compiled/graph/operation.ts';
import { sizeOf, type Value } from '../../../../runner/engines/compiled/graph/value.ts';
import { buildProgram, NO_SCALARS } from '../../../../runner/engines/compiled/program.ts';
import { operandShapes, titleOf } from '../problem/definition.ts';
import type { AttentionProblem, ConvolutionProblem, Problem, ProductProblem } from '../problem/problem.ts';
import type { Computation, Library, Range } from './library.ts';
import { locate } from './locate.ts';

type Type = 'float32' | 'float16';

/** Makes the values of a graph, each with the next id. */
class Values {
  readonly inputs: Value[] = [];
  readonly results: Value[] = [];
  #count = 0;

  input(shape: readonly number[], type: Type): Value {
    const value = this.#make('input', shape, type);
    this.inputs.push(value);
    return value;
  }

  result(shape: readonly number[], type: Type = 'float32'): Value {
    const value = this.#make('result', shape, type);
    this.results.push(value);
    return value;
  }

  temporary(shape: readonly number[]): Value {
    return this.#make('temporary', shape, 'float32');
  }

  #make(kind: 'input' | 'result' | 'temporary', shape: readonly number[], type: Type): Value {
    const id = this.#count++;
    return { id, name: `${kind} ${id}`, shape, type, place: { kind } };
  }
}

/** One matrix in a value. */
const matrix = (value: Value): Matrices => ({
  value,
  offset: 0,
  strides: { outer: 0, inner: 0, row: value.shape.at(-1)! },
});

function multiply(values: Values, problem: ProductProblem): Operation {
  const { rows, columns, depth, leftTransposed, type } = problem;
  const [left, right] = values.inputs as [Value, Value];
  return {
    kind: 'product',
    ...{ rows, columns, depth, leftTransposed },
    batch: { outer: 1, inner: 1 },
    left: matrix(left),
    right: matrix(right),
    rightTransposed: false,
    out: matrix(values.result([rows, columns], type)),
    epilogue: [],
  };
}

function convolve(values: Values, { kind, shape }: ConvolutionProblem): Operation {
  const { batch, height, width, channels, filters, kernel, outHeight, outWidth } = shape;
  const [first, second] = values.inputs as [Value, Value];
  switch (kind) {
    case 'convolution': {
      const out = values.result([batch, outHeight, outWidth, filters]);
      return { kind, shape, image: first, filter: second, out, epilogue: [] };
    }
    case 'convolution-input-gradient': {
      const out = values.result([batch, height, width, channels]);
      return { kind, shape, gradient: first, filter: second, out, epilogue: [] };
    }
    case 'convolution-filter-gradient': {
      const out = values.result([kernel, kernel, channels, filters]);
      return { kind, shape, image: first, gradient: second, out };
    }
    default:
      return kind satisfies never;
  }
}

function attend(values: Values, { kind, shape }: AttentionProblem): Operation[] {
  const [query, key, value, gradient] = values.inputs as [Value, Value, Value, Value?];
  const common = { shape, scale: 1 / Math.sqrt(shape.width), query, key, value };
  if (kind === 'attention' || gradient === undefined)
    return [{ kind: 'attention', ...common, out: values.result(query.shape), logSums: null }];
  const output = values.temporary(query.shape);
  const logSums = values.temporary([shape.batch, shape.heads, shape.length]);
  const [queryGradient, keyGradient, valueGradient] = [query, key, value].map((one) =>
    values.result(one.shape),
  ) as [Value, Value, Value];
  return [
    { kind: 'attention', ...common, out: output, logSums },
    {
      kind: 'attention-gradient',
      ...common,
      ...{ output, logSums, gradient, queryGradient, keyGradient, valueGradient },
    },
  ];
}

function operationsOf(values: Values, problem: Problem): Operation[] {
  switch (problem.kind) {
    case 'product':
      return [multiply(values, problem)];
    case 'attention':
    case 'attention-gradient':
      return attend(values, problem);
    default:
      return [convolve(values, problem)];
  }
}

function graphOf(problem: Problem): Graph {
  const values = new Values();
  const type = problem.kind === 'product' ? problem.type : 'float32';
  for (const shape of operandShapes(problem)) values.input(shape, type);
  const operations = operationsOf(values, problem);
  const { inputs, results } = values;
  return { operations, parameters: [], blocks: [], inputs, results, lossScale: 1 };
}

class CompiledComputation implements Computation {
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

  async read(parts: readonly Range[]): Promise<Float32Array[]> {
    await this.run(1);
    const { results } = this.#graph;
    const sizes = results.map(sizeOf);
    const read: Float32Array[] = [];
    for (const part of parts) {
      const { result, first } = locate(sizes, part);
      read.push(await this.#executable.read(results[result]!, first, part.count));
    }
    return read;
  }

  dispose(): void {
    this.#inputs.dispose();
    this.#executable.dispose();
  }
}

/** @param name heads its column */
export const compiled = (name: string, backend: Backend): Library => ({
  name,
  version: backend.version,
  prepare: async (problem, operands) => {
    const graph = graphOf(problem);
    const subject = { name: titleOf(problem), option: 'size' };
    const { executable } = await buildProgram(backend, graph, 'optimized', subject);
    const inputs = executable.createInputs();
    inputs.write(operands);
    return new CompiledComputation(graph, executable, inputs);
  },
});
