/** @file onnxruntime-web on WebGPU: models of one operation. It computes forward only. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Onnx from 'onnxruntime-web/webgpu';
import type { Computation, Library, Range } from '../../comparison/libraries/library.ts';
import type {
  AttentionProblem,
  ConvolutionProblem,
  Problem,
  ProductProblem,
} from '../../comparison/problem/problem.ts';
import { halfBits, halfValues } from './half.ts';
import { type OnnxArray, type OnnxModel, writeModel } from './onnx.ts';

type Runtime = typeof Onnx;
type Operands = readonly Float32Array<ArrayBuffer>[];

function productModel({ rows, columns, depth, leftTransposed, type }: ProductProblem): OnnxModel {
  const left: OnnxArray = { name: 'a', shape: leftTransposed ? [depth, rows] : [rows, depth], type };
  return {
    inputs: [left, { name: 'b', shape: [depth, columns], type }],
    nodes: [
      leftTransposed
        ? { operator: 'Gemm', inputs: ['a', 'b'], output: 'out', attributes: { transA: 1 } }
        : { operator: 'MatMul', inputs: ['a', 'b'], output: 'out' },
    ],
    output: { name: 'out', shape: [rows, columns], type },
  };
}

/** [kernel, kernel, channels, filters] to [filters, channels, kernel, kernel]. */
function filtersFirst(filter: Float32Array, taps: number, channels: number, filters: number) {
  const moved = new Float32Array(filter.length);
  for (let at = 0; at < filter.length; at++) {
    const [f, c, tap] = [
      at % filters,
      Math.floor(at / filters) % channels,
      Math.floor(at / filters / channels),
    ];
    moved[(f * channels + c) * taps + tap] = filter[at]!;
  }
  return moved;
}

/**
 * Filters are part of the model, as in a real one. The operator wants channels first and the WebGPU kernels want them
 * last, so the runtime removes its own transpositions together with the two around the convolution.
 */
function convolutionModel({ shape }: ConvolutionProblem, [, filter]: Operands): OnnxModel {
  const { batch, height, width, channels, filters, kernel, stride, outHeight, outWidth } = shape;
  const type = 'float32';
  const below = (size: number, out: number, before: number) => (out - 1) * stride + kernel - size - before;
  const { padTop, padLeft } = shape;
  const pads = [
    ...[padTop, padLeft],
    ...[below(height, outHeight, padTop), below(width, outWidth, padLeft)].map((pad) => Math.max(0, pad)),
  ];
  const attributes = { kernel_shape: [kernel, kernel], strides: [stride, stride], pads };
  return {
    inputs: [{ name: 'image', shape: [batch, height, width, channels], type }],
    constants: [
      {
        ...{ name: 'filter', shape: [filters, channels, kernel, kernel], type },
        values: filtersFirst(filter!, kernel * kernel, channels, filters),
      },
    ],
    nodes: [
      { operator: 'Transpose', inputs: ['image'], output: 'x', attributes: { perm: [0, 3, 1, 2] } },
      { operator: 'Conv', inputs: ['x', 'filter'], output: 'y', attributes },
      { operator: 'Transpose', inputs: ['y'], output: 'out', attributes: { perm: [0, 2, 3, 1] } },
    ],
    output: { name: 'out', shape: [batch, outHeight, outWidth, filters], type },
  };
}

function attentionModel({ shape: { batch, length, heads, width } }: AttentionProblem): OnnxModel {
  const array = (name: string): OnnxArray => ({
    ...{ name, shape: [batch, length, heads * width], type: 'float32' },
  });
  const inputs = ['query', 'key', 'value'];
  return {
    inputs: inputs.map(array),
    nodes: [
      {
        ...{ operator: 'MultiHeadAttention', domain: 'com.microsoft', inputs, output: 'out' },
        attributes: { num_heads: heads },
      },
    ],
    output: array('out'),
  };
}

/** The model of a problem; null for gradients. */
function modelOf(problem: Problem, operands: Operands): OnnxModel | null {
  switch (problem.kind) {
    case 'product':
      return productModel(problem);
    case 'convolution':
      return convolutionModel(problem, operands);
    case 'attention':
      return attentionModel(problem);
    default:
      return null;
  }
}

class OnnxComputation implements Computation {
  readonly #session: Onnx.InferenceSession;
  readonly #device: GPUDevice;
  readonly #feeds: Record<string, Onnx.Tensor>;
  readonly #buffers: readonly GPUBuffer[];

  constructor(
    runtime: Runtime,
    session: Onnx.InferenceSession,
    device: GPUDevice,
    model: OnnxModel,
    operands: Operands,
  ) {
    this.#session = session;
    this.#device = device;
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    this.#buffers = model.inputs.map(({ type }, i) => {
      const data = type === 'float16' ? halfBits(operands[i]!) : operands[i]!;
      const buffer = device.createBuffer({ size: data.byteLength, usage });
      device.queue.writeBuffer(buffer, 0, data);
      return buffer;
    });
    this.#feeds = Object.fromEntries(
      model.inputs.map(({ name, shape, type }, i) => [
        name,
        runtime.Tensor.fromGpuBuffer(this.#buffers[i] as Onnx.Tensor.GpuBufferType, {
          ...{ dataType: type, dims: [...shape] },
        }),
      ]),
    );
  }

  async run(times: number): Promise<void> {
    for (let i = 0; i < times; i++) (await this.#once()).dispose();
    await this.#device.queue.onSubmittedWorkDone();
  }

  async read(parts: readonly Range[]): Promise<Float32Array[]> {
    const output = await this.#once();
    const half = output.type === 'float16';
    const read: Float32Array[] = [];
    for (const part of parts) {
      const bytes = await this.#readBytes(output.gpuBuffer as GPUBuffer, part, half ? 2 : 4);
      read.push(half ? halfValues(bytes) : new Float32Array(bytes));
    }
    output.dispose();
    return read;
  }

  async #readBytes(buffer: GPUBuffer, { first, count }: Range, elementBytes: number): Promise<ArrayBuffer> {
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const staging = this.#device.createBuffer({ size: count * elementBytes, usage });
    const encoder = this.#device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, first * elementBytes, staging, 0, staging.size);
    this.#device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    const bytes = staging.getMappedRange().slice(0);
    staging.destroy();
    return bytes;
  }

  dispose(): void {
    for (const buffer of this.#buffers) buffer.destroy();
    this.#session.release().catch(() => undefined);
  }

  async #once(): Promise<Onnx.Tensor> {
    return (await this.#session.run(this.#feeds)).out!;
  }
}

async function prepare(runtime: Runtime, problem: Problem, operands: Operands): Promise<Computation | null> {
  const model = modelOf(problem, operands);
  if (model === null) return null;
  const session = await runtime.InferenceSession.create(writeModel(model), {
    executionProviders: ['webgpu'],
    preferredOutputLocation: 'gpu-buffer',
    logSeverityLevel: 3,
  });
  // The runtime opens its device with the first session.
  const device = await (runtime.env.webgpu.device as Promise<GPUDevice>);
  return new OnnxComputation(runtime, session, device, model, operands);
}

/** @throws Error if the package is not installed */
export async function onnxruntime(version: string): Promise<Library> {
  const runtime: Runtime = await import('onnxruntime-web/webgpu');
  const { env } = runtime;
  const { resolve } = createRequire(import.meta.url);
  env.wasm.numThreads = 1;
  env.wasm.wasmBinary = readFileSync(resolve('onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm')).buffer;
  env.webgpu.powerPreference = 'high-performance';
  return {
    name: 'onnxruntime',
    version,
    prepare: (problem, operands) => prepare(runtime, problem, operands),
  };
}
