/** @file Starts the WebAssembly backend of tfjs as fast as this machine allows, and reports what is in force. */
import '@tensorflow/tfjs-backend-cpu';
import { getThreadsCount, setThreadsCount, setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { TfjsBackend } from '../tfjs/backend/backend.ts';
import { registerGradientKernels } from './kernels.ts';
import { refuseFullHeap } from './memory.ts';
import { wantedThreads, wasmFolder, withNodeThreads } from './threads.ts';

/** The threaded build is asked for by a flag; without it the package loads its SIMD build, or the plain one. */
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
    observed: () => ({ simd: simd === true, threads: threaded ? getThreadsCount() : 1 }),
    // Operations are synchronous: when one returns, it is done.
    finish: async () => {},
    failure: async () => null,
    peakMemory: () => null,
  };
}
