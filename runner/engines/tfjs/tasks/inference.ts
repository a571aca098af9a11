/** @file The inference task: forward passes through a net. */
import * as tf from '@tensorflow/tfjs-core';
import type { Check } from '../../../../data/contract/outcome.ts';
import { type Batch, createBatch } from '../../../models/generator.ts';
import { atLength, type Net } from '../../../models/layers.ts';
import { CHECK_SEED, findReference, type Reference } from '../../../models/references.ts';
import { outputsCheck } from '../../../worker/check.ts';
import type { Progress } from '../../../worker/emit.ts';
import type { TaskOptions } from '../../../worker/task.ts';
import { batchCount } from '../../../workloads/batches.ts';
import type { TfjsBackend } from '../backend/backend.ts';
import { blockedAttention, wholeAttention } from '../layers/attention.ts';
import { toDeviceInputs } from '../network/batches.ts';
import { createNetwork, type Network } from '../network/network.ts';
import { TfjsTask } from './task.ts';

/** The reference of a net for checking its forward passes. */
function requireReference(net: Net): Reference {
  const reference = findReference(net.id);
  if (reference && reference.outputs.length > 0) return reference;
  throw new Error(
    `${net.id}: there are no reference outputs to check a forward pass against; add them to runner/models`,
  );
}

/** The first rows of an output: one per sample; for sequences, the first position of each. */
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

/** A pass is one batch; its result is the outputs. A timed sample is always one pass. */
export class Inference extends TfjsTask<Batch['inputs'], tf.Tensor> {
  override readonly parameters: number;
  readonly #net: Net;
  readonly #batchSize: number;
  readonly #reference: Reference;
  readonly #network: Network;

  /**
   * @param net at the requested length
   * @throws Error if there is no reference for the net
   */
  constructor(backend: TfjsBackend, options: TaskOptions, net: Net, batchSize: number) {
    super(backend, options, batchSize, 1);
    this.#net = net;
    this.#batchSize = batchSize;
    this.#reference = requireReference(net);
    this.#network = createNetwork(net, this.seed);
    this.parameters = this.#network.parameters;
    this.makeSets(
      batchCount(net, batchSize),
      (batch) => createBatch(net, this.seed, batch * batchSize, batchSize).inputs,
    );
  }

  protected override place(inputs: Batch['inputs']): tf.Tensor {
    return toDeviceInputs(this.#net, inputs, this.#batchSize);
  }

  protected override compute(inputs: tf.Tensor): tf.Tensor {
    return this.#network.outputs(inputs, this.naive ? wholeAttention : blockedAttention);
  }

  override async check(progress: Progress): Promise<Check> {
    await progress(0);
    const reference = this.#reference;
    const rows = reference.outputs.length;
    const { sequenceLength } = reference;
    const checked = sequenceLength ? atLength(this.#net, sequenceLength) : this.#net;
    this.#network.restart(CHECK_SEED);
    const inputs = toDeviceInputs(checked, createBatch(checked, CHECK_SEED, 0, rows).inputs, rows);
    const outputs = this.compute(inputs);
    const found = await firstRows(outputs, rows);
    tf.dispose([inputs, outputs]);
    this.#network.restart(this.seed);
    return outputsCheck(found, reference);
  }

  override dispose(): void {
    this.#network.dispose();
    super.dispose();
  }
}
