/** @file Starts the TensorFlow backend for the code that every tfjs worker shares. */
import * as tf from '@tensorflow/tfjs-core';
import type { DeviceKind } from '../../../data/contract/words.ts';
import type { TfjsBackend } from '../tfjs/backend/backend.ts';
import { findPackage, SETUP_COMMAND } from './install/packages.ts';
import { loadTensorFlow } from './load.ts';
import { observedOf, versionOf } from './probe.ts';

/** Reading one element waits for the device, at the price of one small copy. */
async function readOne(last: tf.Tensor): Promise<void> {
  const one = tf.tidy(() => tf.slice(tf.reshape(last, [-1]), 0, 1));
  await one.data();
  one.dispose();
}

/** @throws Error where the library is not set up, or where it would compute on another kind of device than asked */
export async function startTensorFlow(kind: DeviceKind): Promise<TfjsBackend> {
  const found = findPackage();
  if (found.state !== 'ready') throw new Error(`tfjs-node is not set up: run \`${SETUP_COMMAND}\``);
  const loaded = await loadTensorFlow(found, kind);
  if (loaded.usesGpu !== (kind === 'gpu'))
    throw new Error(
      `TensorFlow ${loaded.libraryVersion} computes on the ${loaded.usesGpu ? 'GPU' : 'CPU'} here, not on the ${kind.toUpperCase()}`,
    );
  return {
    version: versionOf(loaded),
    observed: () => observedOf(found, loaded),
    // On a CPU operations are synchronous: when one returns, it is done.
    finish: kind === 'gpu' ? readOne : async () => {},
    failure: async () => null,
    // The C API of the library has no counter of device memory.
    peakMemory: () => null,
  };
}
