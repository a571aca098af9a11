/** @file The inference task: forward passes through a net. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Check, Comparison } from '../../../../data/contract/proof.ts';
import { type Batch, createBatch } from '../../../models/generator.ts';
import { atLength, type Net } from '../../../models/layers.ts';
import { CHECK_SEED, findReference, type Reference } from '../../../models/references.ts';
import { outputErrors } from '../../../worker/check/check.ts';
import type { Progress } from '../../../worker/emit.ts';
import { type FilledBatch, filledBatch, repeats } from '../../../worker/fill.ts';
import type { TaskOptions } from '../../../worker/task.ts';
import { batchCount } from '../../../workloads/batches.ts';
import { outputCheck, rowsComparison } from '../../../workloads/output.ts';
import type { TfjsBackend } from '../backend/backend.ts';
import { blockedAttention, wholeAttention } from '../layers/attention.ts';
import { toDeviceInputs } from '../network/batches.ts';
import { createNetwork, type Network } from '../network/network.ts';
import { readRows } from './rows.ts';
import { TfjsTask } from './task.ts';

/** The reference of a net for checking its forward passes. */
function requireReference(net: Net): Reference {
  const reference = findReference(net.id);
  if (reference && reference.outputs.length > 0) return reference;
  throw new Error(
    `${net.id}: there are no reference outputs to check a forward pass against; add them to runner/models`,
  );
}

/** The output of each sample; for sequences, that of one of its positions. */
function rowsAt(output: tf.Tensor, positions: Int32Array): Promise<Float32Array[]> {
  const rows = output.shape.slice(1, -1).reduce((all, size) => all * size, 1);
  return readRows(
    output,
    Array.from(positions, (position, sample) => sample * rows + position),
  );
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

  protected override arraysOf(inputs: Batch['inputs']) {
    return [inputs];
  }

  protected override compute(inputs: tf.Tensor): tf.Tensor {
    return this.#network.outputs(inputs, this.naive ? wholeAttention : blockedAttention);
  }

  /** Whether the reference can be compared at the length of the cell. */
  get #measured(): boolean {
    return repeats(this.#net, this.#reference.sequenceLength);
  }

  #filled(turned: number) {
    const { outputs, sequenceLength } = this.#reference;
    const net = this.#measured ? this.#net : atLength(this.#net, sequenceLength!);
    return { net, ...filledBatch(net, this.#batchSize, outputs.length, sequenceLength, turned) };
  }

  async #errorsOf(inputs: tf.Tensor, { places, positions }: FilledBatch): Promise<number[]> {
    this.#network.restart(CHECK_SEED);
    this.#network.setAverages(CHECK_SEED);
    const outputs = this.compute(inputs);
    const found = await rowsAt(outputs, positions);
    outputs.dispose();
    this.#network.restart(this.seed);
    return outputErrors(found, places, this.#reference);
  }

  override async check(progress: Progress): Promise<Check> {
    await progress(0);
    const { net, ...filled } = this.#filled(0);
    const inputs = toDeviceInputs(net, filled.inputs, this.#batchSize);
    const errors = await this.#errorsOf(inputs, filled);
    inputs.dispose();
    return outputCheck(errors, this.#reference.outputTolerance, this.#measured);
  }

  override async prove(progress: Progress): Promise<Comparison[]> {
    await progress(0);
    if (!this.#measured) return [];
    const filled = this.#filled(1);
    this.overwrite(0, filled.inputs);
    const errors = await this.withSet(0, (set) => this.#errorsOf(set, filled));
    return [rowsComparison('outputs of altered inputs', errors, this.#reference.outputTolerance)];
  }

  override dispose(): void {
    this.#network.dispose();
    super.dispose();
  }
}
