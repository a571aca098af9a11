/**
 * @file Compares our WebAssembly kernels with the stock ones on a VGG16 training step and the products of attention. The
 * stock backend has no filter gradient, so that of the plain `cpu` backend is used, as a user without our kernels would
 * do. The batch is one sample because that kernel takes many seconds per sample. The optimizer, equal for both, then has
 * a larger share than in real training, so the ratio is conservative.
 */
import * as tf from '@tensorflow/tfjs-core';
import { median } from '../../data/derive/stats.ts';
import { createNetwork, noDropout } from '../../runner/engines/tfjs/network/network.ts';
import { leanUpdater } from '../../runner/engines/tfjs/network/optimizer.ts';
import { trainStep } from '../../runner/engines/tfjs/network/train-step.ts';
import { registerGradientKernels, restoreStockKernels } from '../../runner/engines/tfjs-wasm/kernels.ts';
import { startWasm } from '../../runner/engines/tfjs-wasm/start.ts';
import { createBatch, oneHot } from '../../runner/models/generator.ts';
import { vgg16Cifar100 as model } from '../../runner/workloads/vgg16-cifar100.ts';

const BATCH = 1;
const ROUNDS = 2;
const PRODUCT_ROUNDS = 5;
/** Sequences per batch times heads, tokens, width of a head: the first length of the workload `attention`. */
const HEADS: [count: number, length: number, width: number] = [768, 128, 64];
const SEED = 1;
const FILTER_GRADIENT = 'Conv2DBackpropFilter';

interface HostBackend {
  makeTensorInfo(shape: number[], dtype: 'float32', values?: Float32Array): tf.TensorInfo;
  readSync(dataId: object): Float32Array;
  disposeData(dataId: object): void;
}

interface WasmBackend extends HostBackend {
  makeOutput(shape: number[], dtype: 'float32', offset: undefined, values: Float32Array): tf.TensorInfo;
}

/** Adds the filter gradient of the `cpu` backend to the stock backend. */
function registerPlainFilterGradient(): void {
  const plain = tf.getKernel(FILTER_GRADIENT, 'cpu');
  const host = tf.findBackend('cpu') as unknown as HostBackend;
  tf.registerKernel({
    kernelName: FILTER_GRADIENT,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const wasm = backend as WasmBackend;
      const toHost = (tensor: tf.TensorInfo) =>
        host.makeTensorInfo(tensor.shape, 'float32', wasm.readSync(tensor.dataId));
      const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
      const onHost = { x: toHost(x), dy: toHost(dy) };
      const gradient = plain.kernelFunc({ inputs: onHost, attrs: attrs!, backend: host }) as tf.TensorInfo;
      const output = wasm.makeOutput(gradient.shape, 'float32', undefined, host.readSync(gradient.dataId));
      for (const tensor of [onHost.x, onHost.dy, gradient]) host.disposeData(tensor.dataId);
      return output;
    },
  });
}

async function timeMs(work: () => tf.Tensor): Promise<number> {
  const begin = performance.now();
  const result = work();
  await result.data();
  result.dispose();
  return performance.now() - begin;
}

/** Median milliseconds with our kernels and with the stock ones, alternating. */
async function compare(rounds: number, work: () => tf.Tensor): Promise<{ own: number; stock: number }> {
  const ownMs: number[] = [];
  const stockMs: number[] = [];
  await timeMs(work);
  for (let round = 0; round < rounds; round++) {
    registerGradientKernels();
    ownMs.push(await timeMs(work));
    restoreStockKernels();
    registerPlainFilterGradient();
    stockMs.push(await timeMs(work));
    tf.unregisterKernel(FILTER_GRADIENT, 'wasm');
  }
  registerGradientKernels();
  return { own: median(ownMs), stock: median(stockMs) };
}

function trainingStep(): () => tf.Tensor {
  const { inputs, labels } = createBatch(model, SEED, 0, BATCH);
  const batch = {
    inputs: tf.tensor(inputs, [BATCH, ...model.inputShape]),
    labels: tf.tensor2d(oneHot(labels, model.classes), [BATCH, model.classes]),
  };
  const network = createNetwork(model, SEED);
  const updater = leanUpdater(network.variables, model.optimizer);
  return () => trainStep(network, updater, batch, noDropout);
}

/** The scores of all heads: many small products with one operand transposed. */
function scores(): () => tf.Tensor {
  const [query, key] = [tf.randomUniform(HEADS), tf.randomUniform(HEADS)];
  return () => tf.matMul(query, key, false, true);
}

export async function run(): Promise<string> {
  const backend = await startWasm();
  const step = await compare(ROUNDS, trainingStep());
  const products = await compare(PRODUCT_ROUNDS, scores());
  return [
    `tfjs-wasm: our kernels against the stock ones, in turn, ${JSON.stringify(backend.observed())}`,
    `  one training step of ${model.id}, batch ${BATCH}, median of ${ROUNDS} (stock: filter gradient of the cpu backend)`,
    `    stock ${(step.stock / 1000).toFixed(2)} s, ours ${(step.own / 1000).toFixed(2)} s: ${(step.stock / step.own).toFixed(1)} times faster; target at least 5`,
    `  ${HEADS[0]} products of ${HEADS[1]} x ${HEADS[2]} x ${HEADS[1]}, median of ${PRODUCT_ROUNDS}`,
    `    stock ${products.stock.toFixed(0)} ms, ours ${products.own.toFixed(0)} ms: ${(products.stock / products.own).toFixed(1)} times faster; target more than 1`,
  ].join('\n');
}
