/** @file Kernels made of other kernels of the WebAssembly backend. */
import * as tf from '@tensorflow/tfjs-core';

export const BACKEND = 'wasm';

/** The part of the backend that a kernel needs: memory, and a view of it. */
export interface Backend {
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
  /** The view ends with the next allocation, which may move the memory. */
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array | Int32Array;
  disposeData(dataId: object): void;
}

export type Kernel = (inputs: tf.NamedTensorInfoMap, attrs: object) => tf.TensorInfo;

/** Gives the kernel of a name. */
export type Run = (name: string) => Kernel;

/** Runs kernels one after the other, below the gradient tape, and frees all but the last result. */
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
