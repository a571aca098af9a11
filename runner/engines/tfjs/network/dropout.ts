/** @file Dropout as each of the two recipes does it; the catalogue describes the difference. */
import * as tf from '@tensorflow/tfjs-core';
import { bits, DROPOUT_STREAM, streamKey, uniform } from '../../../models/generator.ts';
import type { DropoutRule } from '../layers/pass.ts';

/** What `tf.dropout` does: new random numbers, made on the host, for every step. */
export const tutorialDropout: DropoutRule = (input, rate) => tf.dropout(input, rate);

/** Windows of the mask start at one of this many places. */
const MASK_SHIFTS = 65_536;

export interface ResidentDropout {
  rule: DropoutRule;
  dispose(): void;
}

/**
 * Dropout from random values that stay on the device: one array a layer, and each step takes a window of it at a place
 * drawn from the hash. Every window is a fair draw; two steps share one with a chance of 1 in 65,536.
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
