/** @file Three wide convolutions on 224x224 images and a large dense layer: 11,170,250 parameters. */
import { conv, dense, flatten, kerasAdam, type Model, pool } from '../models/layers.ts';
import { modelWorkload } from './model.ts';

export const imageCnn: Model = {
  id: 'image-cnn',
  inputShape: [224, 224, 3],
  input: { kind: 'image' },
  classes: 10,
  layers: [
    conv(32, 3, 'valid'),
    pool(2),
    conv(64, 3, 'valid'),
    pool(2),
    conv(128, 3, 'valid'),
    pool(2),
    flatten,
    dense(128, 'relu'),
    dense(10, 'softmax'),
  ],
  loss: 'categorical-cross-entropy',
  optimizer: kerasAdam(1e-3),
  dataset: { name: 'synthetic', trainSamples: 1000, evalSamples: 100 },
  // Training keeps about 25 MB of activations per sample: 1.6 GB at batch 64, which fits into the WebAssembly heap.
  batchSize: { naive: 32, optimized: 64 },
  source: 'Mac M4 GPU Benchmark, gpu_benchmark.py',
};

export const workload = modelWorkload(imageCnn, { priority: 5 });
