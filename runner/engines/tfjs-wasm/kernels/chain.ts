/** @file Kernels composed of other kernels of the WebAssembly backend. */
import * as tf from '@tensorflow/tfjs-core';

export const BACKEND = 'wasm';

/** The part of the backend that a kernel needs: its memory. */
export interface Backend {
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
  /** The view is valid until the next allocation, which may move the memory. */
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array | Int32Array;
  disposeData(dataId: object): void;
}

export type Kernel = (inputs: tf.NamedTensorInfoMap, attrs: object) => tf.TensorInfo;

/** Returns the kernel of a name. */
export type Run = (name: string) => Kernel;

/** Runs kernels in sequence without recording gradients, and frees all results but the last. */
export function chain(backend: Backend, steps: (run: Run) => tf.TensorInfo): tf.TensorInfo {
  const made: tf.TensorInfo[] = [];
  const run: Run = (name) => (inputs, attrs) => {
    const output = tf.getKernel(name, BACKEND).kernelFunc({
      inputs,
      attrs: attrs as tf.NamedAttrMap,
      backend,
    }) as tf.TensorInfo;
    made.push(output);
    return output;
  };
  const result = steps(run);
  for (const tensor of made) if (tensor !== result) backend.disposeData(tensor.dataId);
  return result;
}
