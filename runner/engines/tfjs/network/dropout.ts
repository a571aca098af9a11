/** @file Dropout for both recipes; the catalogue describes the difference. */
import * as tf from '@tensorflow/tfjs-core';
import { bits, DROPOUT_STREAM, streamKey, uniform } from '../../../models/generator.ts';
import type { DropoutRule } from '../layers/pass.ts';

/** Same as `tf.dropout`: new random numbers for every step, generated on the host. */
export const tutorialDropout: DropoutRule = (input, rate) => tf.dropout(input, rate);

/** Number of offsets at which windows of the mask can start. */
const MASK_SHIFTS = 65_536;

export interface ResidentDropout {
  rule: DropoutRule;
  dispose(): void;
}

/**
 * Dropout from random values that stay on the device: one array per layer, and each step uses a window of it at an
 * offset drawn from the hash. Every window is a fair draw; two steps share one with a probability of 1 in 65,536.
 */
export function createResidentDropout(seed: number): ResidentDropout {
  const key = streamKey(seed, DROPOUT_STREAM);
  const pools = new Map<number, tf.Tensor1D>();
  let draws = 0;

  function pool(layer: number, rate: number, size: number): tf.Tensor1D {
    const known = pools.get(layer);
    if (known && known.size >= size + MASK_SHIFTS) return known;
    known?.dispose();
    const layerKey = bits(key, layer);
    const values = Float32Array.from({ length: size + MASK_SHIFTS }, (_, i) =>
      uniform(layerKey, i) < rate ? 0 : 1 / (1 - rate),
    );
    const made = tf.keep(tf.tensor1d(values));
    pools.set(layer, made);
    return made;
  }

  return {
    rule: (input, rate, layer) => {
      const values = pool(layer, rate, input.size);
      const mask = tf.slice(values, bits(key, 0x1000 + draws++) % MASK_SHIFTS, input.size);
      return tf.mul(input, tf.reshape(mask, input.shape));
    },
    dispose: () => {
      for (const values of pools.values()) values.dispose();
      pools.clear();
    },
  };
}
