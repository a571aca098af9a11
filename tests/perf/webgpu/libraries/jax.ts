/** @file jax-js on WebGPU, each problem as one compiled function. */
import type * as JaxModule from '@jax-js/jax';
import type { Computation, Library, Range } from '../../comparison/libraries/library.ts';
import { locate } from '../../comparison/libraries/locate.ts';
import { operandShapes } from '../../comparison/problem/definition.ts';
import type {
  AttentionProblem,
  ConvolutionProblem,
  Problem,
  ProductProblem,
} from '../../comparison/problem/problem.ts';

type Jax = typeof JaxModule;
type JaxArray = JaxModule.Array;
/** Consumes its operands, as all functions of this library do. */
type Compute = (...operands: JaxArray[]) => JaxArray[];

/** Computations that are queued before the host waits; each has results of its own. */
const MOST_QUEUED = 8;

const multiply =
  ({ numpy }: Jax, { leftTransposed }: ProductProblem): Compute =>
  (left, right) => [numpy.matmul(leftTransposed ? numpy.transpose(left!) : left!, right!)];

/** Images are [batch, channels, height, width] here, filters [filters, channels, kernel, kernel]. */
function convolve({ lax, numpy, vjp }: Jax, { kind, shape }: ConvolutionProblem): Compute {
  const { batch, height, width, channels, filters, kernel, stride } = shape;
  const forward = (image: JaxArray, filter: JaxArray) => lax.conv(image, filter, [stride, stride], 'SAME');
  /** A convolution is linear in either operand, so its gradient does not depend on the value of that operand. */
  const gradient = (of: (operand: JaxArray) => JaxArray, size: number[], outer: JaxArray): JaxArray[] => {
    const [output, pullback] = vjp(of, [numpy.zeros(size)]);
    output.dispose();
    const results = pullback(outer);
    pullback.dispose();
    return results as JaxArray[];
  };
  switch (kind) {
    case 'convolution':
      return (image, filter) => [forward(image!, filter!)];
    case 'convolution-input-gradient':
      return (dy, filter) =>
        gradient((image) => forward(image, filter!), [batch, channels, height, width], dy!);
    case 'convolution-filter-gradient':
      return (image, dy) =>
        gradient((filter) => forward(image!, filter), [filters, channels, kernel, kernel], dy!);
    default:
      return kind satisfies never;
  }
}

function attend({ nn, vjp }: Jax, { kind }: AttentionProblem): Compute {
  const output = (query: JaxArray, key: JaxArray, value: JaxArray) =>
    nn.dotProductAttention(query, key, value);
  if (kind === 'attention') return (query, key, value) => [output(query!, key!, value!)];
  return (query, key, value, gradient) => {
    const [attended, pullback] = vjp(output, [query!, key!, value!]);
    const gradients = pullback(gradient!) as JaxArray[];
    pullback.dispose();
    return [...gradients, attended];
  };
}

function computeOf(jax: Jax, problem: Problem): Compute {
  switch (problem.kind) {
    case 'product':
      return multiply(jax, problem);
    case 'attention':
    case 'attention-gradient':
      return attend(jax, problem);
    default:
      return convolve(jax, problem);
  }
}

/** Order of dimensions of each operand here, and of the result in the layout of the problem. */
function layoutOf(kind: Problem['kind']): { operands: (number[] | null)[]; result: number[] | null } {
  const [image, filter, back] = [
    [0, 3, 1, 2],
    [3, 2, 0, 1],
    [0, 2, 3, 1],
  ];
  switch (kind) {
    case 'convolution':
    case 'convolution-input-gradient':
      return { operands: [image!, filter!], result: back! };
    case 'convolution-filter-gradient':
      return { operands: [image!, image!], result: [2, 3, 1, 0] };
    default:
      return { operands: [], result: null };
  }
}

class JaxComputation implements Computation {
  readonly #jax: Jax;
  readonly #problem: Problem;
  readonly #operands: readonly JaxArray[];
  readonly #compute: JaxModule.OwnedFunction<Compute>;

  constructor(jax: Jax, problem: Problem, operands: readonly JaxArray[]) {
    this.#jax = jax;
    this.#problem = problem;
    this.#operands = operands;
    this.#compute = jax.jit(computeOf(jax, problem)) as JaxModule.OwnedFunction<Compute>;
  }

  async run(times: number): Promise<void> {
    for (let done = 0; done < times; done += MOST_QUEUED) {
      const queued = Array.from({ length: Math.min(MOST_QUEUED, times - done) }, () => this.#once());
      await this.#jax.blockUntilReady(queued);
      for (const array of queued.flat()) array.dispose();
    }
    await this.#jax.getWebGPUDevice().queue.onSubmittedWorkDone();
  }

  async read(parts: readonly Range[]): Promise<Float32Array[]> {
    const { numpy, tree } = this.#jax;
    const order = layoutOf(this.#problem.kind).result;
    const results = this.#once().map((result) =>
      numpy.ravel(order === null ? result : numpy.transpose(result, order)),
    );
    const sizes = results.map(({ size }) => size);
    const read = await Promise.all(
      parts.map(async (part) => {
        const { result, first } = locate(sizes, part);
        return Float32Array.from(await results[result]!.ref.slice([first, first + part.count]).data());
      }),
    );
    tree.dispose(results);
    return read;
  }

  dispose(): void {
    for (const operand of this.#operands) operand.dispose();
    this.#compute.dispose();
  }

  #once(): JaxArray[] {
    return this.#compute(...this.#operands.map((operand) => operand.ref));
  }
}

async function prepare(
  jax: Jax,
  problem: Problem,
  operands: readonly Float32Array<ArrayBuffer>[],
): Promise<Computation> {
  const { numpy } = jax;
  const { operands: orders } = layoutOf(problem.kind);
  const arrays = operandShapes(problem).map((shape, i) => {
    const order = orders[i];
    const placed = numpy.array(operands[i]!, { shape: [...shape] });
    if (problem.kind === 'product' && problem.type === 'float16') return placed.astype(numpy.float16);
    // A transposition alone would be only another way to read the same memory.
    return order ? numpy.add(numpy.transpose(placed, order), 0) : placed;
  });
  await jax.blockUntilReady(arrays);
  return new JaxComputation(jax, problem, arrays);
}

/** @throws Error if the package is not installed, or finds no adapter */
export async function jax(version: string): Promise<Library> {
  const module: Jax = await import('@jax-js/jax');
  const devices = await module.init('webgpu');
  if (!devices.includes('webgpu')) throw new Error('jax-js opens no WebGPU device');
  module.defaultDevice('webgpu');
  return {
    name: 'jax-js',
    version,
    prepare: (problem, operands) => prepare(module, problem, operands),
  };
}
