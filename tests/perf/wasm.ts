/**
 * @file A VGG16 training step in WebAssembly: our gradient kernels against the stock ones. The stock backend has no
 * filter gradient, so the one of the plain `cpu` backend stands in, as it would for somebody who trains with what
 * there is. The batch is one sample because that kernel takes many seconds for each; the optimiser, equal for both, then
 * weighs more than in real training, so the ratio is on the careful side.
 */
import * as tf from '@tensorflow/tfjs-core';
import { median } from '../../data/contract/stats.ts';
import { createNetwork, noDropout } from '../../runner/engines/tfjs/network.ts';
import { leanUpdater } from '../../runner/engines/tfjs/optimizer.ts';
import { trainStep } from '../../runner/engines/tfjs/trajectory.ts';
import { registerGradientKernels, restoreStockKernels } from '../../runner/engines/tfjs-wasm/kernels.ts';
import { startWasm } from '../../runner/engines/tfjs-wasm/start.ts';
import { createBatch, oneHot } from '../../runner/models/generator.ts';
import { vgg16Cifar100 as model } from '../../runner/models/vgg16-cifar100.ts';

const BATCH = 1;
const ROUNDS = 2;
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

/** Lends the filter gradient of the `cpu` backend to the stock one. */
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

export async function run(): Promise<string> {
  const backend = await startWasm();
  const { inputs, labels } = createBatch(model, SEED, 0, BATCH);
  const batch = {
    inputs: tf.tensor(inputs, [BATCH, ...model.inputShape]),
    labels: tf.tensor2d(oneHot(labels, model.classes), [BATCH, model.classes]),
  };
  const network = createNetwork(model, SEED);
  const updater = leanUpdater(network.variables, model.optimizer);
  const timeStep = async (): Promise<number> => {
    const begin = performance.now();
    const loss = trainStep(network, updater, batch, noDropout);
    await loss.data();
    loss.dispose();
    return performance.now() - begin;
  };

  const ownMs: number[] = [];
  const stockMs: number[] = [];
  await timeStep();
  for (let round = 0; round < ROUNDS; round++) {
    registerGradientKernels();
    ownMs.push(await timeStep());
    restoreStockKernels();
    registerPlainFilterGradient();
    stockMs.push(await timeStep());
    tf.unregisterKernel(FILTER_GRADIENT, 'wasm');
  }
  const [own, stock] = [median(ownMs), median(stockMs)];
  return [
    `wasm: one training step of ${model.id}, batch ${BATCH}, ${JSON.stringify(backend.observed())}, median of ${ROUNDS} steps in turn`,
    `  stock kernels (filter gradient of the cpu backend)  ${(stock / 1000).toFixed(2)} s`,
    `  our kernels                                         ${(own / 1000).toFixed(2)} s`,
    `  ${(stock / own).toFixed(1)} times faster; target at least 5`,
  ].join('\n');
}
