/** @file A problem on the active backend of TensorFlow.js. */
import * as tf from '@tensorflow/tfjs-core';
// Registers all gradients; the core package has none.
import '@tensorflow/tfjs-layers';
import type { Recipe } from '../../../../data/contract/words.ts';
import { blockedAttention, wholeAttention } from '../../../../runner/engines/tfjs/layers/attention.ts';
import { operandShapes } from '../problem/definition.ts';
import type { AttentionProblem, ConvolutionProblem, Problem, ProductProblem } from '../problem/problem.ts';
import type { Computation, Range } from './library.ts';
import { locate } from './locate.ts';

type Compute = (operands: tf.Tensor[]) => tf.Tensor[];

const multiply =
  ({ leftTransposed }: ProductProblem): Compute =>
  ([left, right]) => [tf.matMul(left!, right!, leftTransposed)];

function convolve({ kind, shape }: ConvolutionProblem): Compute {
  const { batch, height, width, channels, filters, kernel, stride } = shape;
  const pad = 'same';
  const filterShape: [number, number, number, number] = [kernel, kernel, channels, filters];
  const imageShape: [number, number, number, number] = [batch, height, width, channels];
  // The gradients are kernels of their own; `tf.grads` calls the same ones after a forward pass.
  const attributes = { strides: stride, pad, dataFormat: 'NHWC' };
  const gradient = (name: string, inputs: tf.NamedTensorMap, own: tf.NamedAttrMap) => [
    tf.engine().runKernel(name, inputs, { ...attributes, ...own }) as tf.Tensor,
  ];
  switch (kind) {
    case 'convolution':
      return ([image, filter]) => [tf.conv2d(image as tf.Tensor4D, filter as tf.Tensor4D, stride, pad)];
    case 'convolution-input-gradient':
      return ([dy, filter]) =>
        gradient('Conv2DBackpropInput', { dy: dy!, filter: filter! }, { inputShape: imageShape });
    case 'convolution-filter-gradient':
      return ([x, dy]) => gradient('Conv2DBackpropFilter', { x: x!, dy: dy! }, { filterShape });
    default:
      return kind satisfies never;
  }
}

/** [batch, length, heads, width] to [batch x heads, length, width]. */
const byHead = (x: tf.Tensor): tf.Tensor3D => {
  const [batch, length, heads, width] = x.shape as [number, number, number, number];
  return tf.tidy(() => tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch * heads, length, width]));
};

/** Training needs the whole scores in both recipes, as the nets of this engine do. */
function attend({ kind, shape: { width } }: AttentionProblem, recipe: Recipe): Compute {
  const rule = kind === 'attention' && recipe === 'optimized' ? blockedAttention : wholeAttention;
  const output = (query: tf.Tensor, key: tf.Tensor, value: tf.Tensor) =>
    rule(tf.mul(query, 1 / Math.sqrt(width)) as tf.Tensor3D, key as tf.Tensor3D, value as tf.Tensor3D);
  if (kind === 'attention') return ([query, key, value]) => [output(query!, key!, value!)];
  return ([query, key, value, gradient]) => tf.grads(output)([query!, key!, value!], gradient);
}

/** Back to [batch, length, heads, width]. */
function byPosition(x: tf.Tensor, { shape: { batch, length, heads, width } }: AttentionProblem): tf.Tensor {
  return tf.transpose(tf.reshape(x, [batch, heads, length, width]), [0, 2, 1, 3]);
}

function computeOf(problem: Problem, recipe: Recipe): Compute {
  switch (problem.kind) {
    case 'product':
      return multiply(problem);
    case 'attention':
    case 'attention-gradient':
      return attend(problem, recipe);
    default:
      return convolve(problem);
  }
}

const isAttention = (problem: Problem): problem is AttentionProblem => problem.kind.startsWith('attention');

/** How a backend is used. */
export interface TfjsUse {
  /** Of an attention. */
  recipe: Recipe;
  /** Makes the recipe's kernels the active ones; called before each computation. */
  selectKernels(): void;
  /** Resolves when the tensor has been computed. */
  finish(last: tf.Tensor): Promise<void>;
}

export class TfjsComputation implements Computation {
  readonly #use: TfjsUse;
  readonly #problem: Problem;
  readonly #operands: tf.Tensor[];
  readonly #compute: Compute;

  constructor(use: TfjsUse, problem: Problem, operands: readonly Float32Array[]) {
    this.#use = use;
    this.#problem = problem;
    this.#compute = computeOf(problem, use.recipe);
    this.#operands = operandShapes(problem).map((shape, i) => {
      const operand = tf.tensor(operands[i]!, [...shape]);
      if (!isAttention(problem)) return operand;
      const apart = byHead(operand);
      operand.dispose();
      return apart;
    });
  }

  async run(times: number): Promise<void> {
    this.#use.selectKernels();
    for (let i = 0; i < times - 1; i++) tf.dispose(this.#once());
    const results = this.#once();
    await this.#use.finish(results.at(-1)!);
    tf.dispose(results);
  }

  async read(parts: readonly Range[]): Promise<Float32Array[]> {
    this.#use.selectKernels();
    const problem = this.#problem;
    const read = tf.tidy(() => {
      const results = this.#once().map((result) =>
        tf.reshape(isAttention(problem) ? byPosition(result, problem) : result, [-1]),
      );
      const sizes = results.map(({ size }) => size);
      return parts.map((part) => {
        const { result, first } = locate(sizes, part);
        return tf.slice(results[result]!, [first], [part.count]);
      });
    });
    const arrays = (await Promise.all(read.map((part) => part.data()))) as Float32Array[];
    tf.dispose(read);
    return arrays;
  }

  dispose(): void {
    tf.dispose(this.#operands);
  }

  #once(): tf.Tensor[] {
    return tf.tidy(() => this.#compute(this.#operands));
  }
}
