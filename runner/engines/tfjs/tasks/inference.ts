/** @file The inference task: forward passes of a net in one of the two recipes. */
import * as tf from '@tensorflow/tfjs-core';
import type { Recipe } from '../../../../data/contract/words.ts';
import { createBatch } from '../../../models/generator.ts';
import { atLength, type Net } from '../../../models/layers.ts';
import { CHECK_SEED, findReference, type Reference } from '../../../models/references.ts';
import { outputsCheck } from '../../../worker/check.ts';
import type { CheckedTask } from '../../../worker/task.ts';
import { eachBatch } from '../../../workloads/batches.ts';
import type { TfjsBackend } from '../backend/backend.ts';
import { blockedAttention, wholeAttention } from '../layers/attention.ts';
import { toDeviceInputs } from '../network/batches.ts';
import { createNetwork } from '../network/network.ts';

/** The reference of a net, which every forward pass is checked against. */
function requireReference(net: Net): Reference {
  const reference = findReference(net.id);
  if (reference && reference.outputs.length > 0) return reference;
  throw new Error(
    `${net.id}: no reference outputs are kept to check a forward pass against; add them to runner/models`,
  );
}

/** The first rows of an output: one a sample, of a sequence its first position. */
async function firstRows(output: tf.Tensor, count: number): Promise<Float32Array[]> {
  const width = output.shape.at(-1)!;
  const picked = tf.tidy(() => {
    const begin = output.shape.map(() => 0);
    const size = [count, ...output.shape.slice(1, -1).map(() => 1), width];
    return tf.reshape(tf.slice(output, begin, size), [count, width]);
  });
  const values = (await picked.data()) as Float32Array;
  picked.dispose();
  return Array.from({ length: count }, (_, row) => values.subarray(row * width, (row + 1) * width));
}

/**
 * @param net at the length that is asked for
 * @throws Error where no reference is kept of the net
 */
export function createInference(
  backend: TfjsBackend,
  net: Net,
  recipe: Recipe,
  batchSize: number,
  seed: number,
): CheckedTask {
  const reference = requireReference(net);
  const network = createNetwork(net, seed);
  const attention = recipe === 'naive' ? wholeAttention : blockedAttention;
  const host = eachBatch(net, batchSize, (first) => createBatch(net, seed, first, batchSize).inputs);
  const resident = recipe === 'optimized' ? host.map((inputs) => toDeviceInputs(net, inputs, batchSize)) : [];
  let steps = 0;

  async function naivePass(): Promise<void> {
    const inputs = toDeviceInputs(net, host[steps++ % host.length]!, batchSize);
    const outputs = network.outputs(inputs, attention);
    await outputs.data();
    tf.dispose([inputs, outputs]);
  }

  async function optimizedPass(): Promise<void> {
    const outputs = network.outputs(resident[steps++ % resident.length]!, attention);
    await backend.finish(outputs);
    outputs.dispose();
  }

  return {
    itemsPerSample: batchSize,
    parameters: network.parameters,
    stepsPerEpoch: null,
    sample: recipe === 'naive' ? naivePass : optimizedPass,
    // One pass is the unit; nothing to choose.
    calibrate: async () => {},
    check: async (progress) => {
      await progress(0);
      const rows = reference.outputs.length;
      const checked = reference.sequenceLength ? atLength(net, reference.sequenceLength) : net;
      network.restart(CHECK_SEED);
      const inputs = toDeviceInputs(checked, createBatch(checked, CHECK_SEED, 0, rows).inputs, rows);
      const outputs = network.outputs(inputs, attention);
      const found = await firstRows(outputs, rows);
      tf.dispose([inputs, outputs]);
      network.restart(seed);
      return outputsCheck(found, reference);
    },
    dispose: () => {
      network.dispose();
      tf.dispose(resident);
    },
  };
}
