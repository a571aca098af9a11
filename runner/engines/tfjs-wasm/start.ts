/** @file Starts the fastest WebAssembly backend of tfjs that this machine supports, and reports its settings. */
import '@tensorflow/tfjs-backend-cpu';
import { getThreadsCount, setThreadsCount, setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { TfjsBackend } from '../tfjs/backend/backend.ts';
import { registerGradientKernels } from './kernels.ts';
import { refuseFullHeap } from './memory.ts';
import { wantedThreads, wasmFolder, withNodeThreads } from './threads.ts';

/** A flag selects the threaded build; without it the package loads its SIMD build or the plain one. */
export async function startWasm(threads: number = wantedThreads()): Promise<TfjsBackend> {
  setWasmPaths(wasmFolder);
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  const threaded = simd === true && threads > 1;
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', threaded);
  setThreadsCount(threads);
  const started = await withNodeThreads(threads, () => tf.setBackend('wasm'));
  if (!started) throw new Error('the WebAssembly backend of TensorFlow.js did not start');
  refuseFullHeap();
  registerGradientKernels();
  return {
    version: version_wasm,
    observed: () => ({
      computedOn: 'cpu',
      simd: simd === true,
      threads: threaded ? getThreadsCount() : 1,
    }),
    // Operations are synchronous: they are done when they return.
    finish: async () => {},
    failure: async () => null,
    peakMemory: () => null,
  };
}
