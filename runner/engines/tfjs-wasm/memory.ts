/** @file Throws if the WebAssembly heap is full: the backend does not check and would overwrite its own memory. */
import * as tf from '@tensorflow/tfjs-core';

/** The part of the backend that allocates memory. */
interface Backend {
  wasm: { _malloc(sizeBytes: number): number; _free(address: number): void };
}

/** Addresses have 32 bits; a larger size would be truncated. */
const HEAP_BYTES = 2 ** 32;

/** The active backend must be `wasm`. Kernels allocate little memory themselves; if that fails, a trap is raised. */
export function refuseFullHeap(): void {
  const { wasm } = tf.backend() as unknown as Backend;
  // The first call of the loader's function replaces it by another one.
  wasm._free(wasm._malloc(1));
  const malloc = wasm._malloc.bind(wasm);
  wasm._malloc = (sizeBytes) => {
    const address = sizeBytes < HEAP_BYTES ? malloc(sizeBytes) : 0;
    if (address !== 0 || sizeBytes === 0) return address;
    const megabytes = Math.ceil(sizeBytes / 2 ** 20);
    throw new Error(
      `out of memory: ${megabytes} MiB more do not fit into the 4 GiB of the WebAssembly heap; use a smaller --batch`,
    );
  };
}
