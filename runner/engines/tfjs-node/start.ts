/** @file Starts the TensorFlow backend for the code shared by all tfjs workers. */
import * as tf from '@tensorflow/tfjs-core';
import type { DeviceKind } from '../../../data/contract/words.ts';
import type { TfjsBackend } from '../tfjs/backend/backend.ts';
import { findPackage, SETUP_COMMAND } from './install/packages.ts';
import { loadTensorFlow } from './load.ts';
import { observedOf, versionOf } from './probe.ts';

/** Reading one element waits for the device; it costs one small copy. */
async function readOne(last: tf.Tensor): Promise<void> {
  const one = tf.tidy(() => tf.slice(tf.reshape(last, [-1]), 0, 1));
  await one.data();
  one.dispose();
}

/** @throws Error if the library is not set up, or if it computes on a device of another kind than requested */
export async function startTensorFlow(kind: DeviceKind): Promise<TfjsBackend> {
  const found = findPackage();
  if (found.state !== 'ready') throw new Error(`tfjs-node is not set up: run \`${SETUP_COMMAND}\``);
  const loaded = await loadTensorFlow(found, kind);
  if (loaded.usesGpu !== (kind === 'gpu'))
    throw new Error(
      `TensorFlow ${loaded.libraryVersion} uses the ${loaded.usesGpu ? 'GPU' : 'CPU'}, not the ${kind.toUpperCase()}`,
    );
  return {
    version: versionOf(loaded),
    observed: () => ({ ...observedOf(found, loaded), computedOn: loaded.usesGpu ? 'gpu' : 'cpu' }),
    // On a CPU, operations are synchronous: they are done when they return.
    finish: kind === 'gpu' ? readOne : async () => {},
    failure: async () => null,
    // The library's C API does not report device memory.
    peakMemory: () => null,
  };
}
