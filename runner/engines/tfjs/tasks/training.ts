/** @file The training task: a model with its batches and optimizer. */
import * as tf from '@tensorflow/tfjs-core';
import type { Check, Comparison } from '../../../../data/contract/proof.ts';
import type { Model } from '../../../models/layers.ts';
import { stepsPerEpoch } from '../../../models/shapes.ts';
import type { Progress } from '../../../worker/emit.ts';
import { LoopWatch } from '../../../worker/loop-watch.ts';
import type { TaskOptions } from '../../../worker/task.ts';
import type { Proven } from '../../../worker/training-check.ts';
import { proveTraining } from '../../../worker/training-proof.ts';
import { batchCount } from '../../../workloads/batches.ts';
import type { TfjsBackend } from '../backend/backend.ts';
import { type DeviceBatch, type HostBatch, hostBatch, toDevice } from '../network/batches.ts';
import { createLearner, type Learner } from '../network/learner.ts';
import { readScalar } from '../network/train-step.ts';
import { TfjsTask } from './task.ts';

/** A pass is one optimizer step; its result is the loss. A timed sample is always one pass. */
export class Training extends TfjsTask<HostBatch, DeviceBatch> {
  override readonly stepsPerEpoch: number;
  override readonly parameters: number;
  readonly #model: Model;
  readonly #learner: Learner;
  readonly #watch: LoopWatch;
  #passesBefore = 0;
  #proven: Proven | null = null;
  /** Of the last pass: a number, or an optimized one's scalar on the device. */
  #lastLoss: number | tf.Tensor = Number.NaN;

  /** @param model at the requested length */
  constructor(backend: TfjsBackend, options: TaskOptions, model: Model, batchSize: number) {
    super(backend, options, batchSize, 1);
    const { recipe, seed } = options;
    this.stepsPerEpoch = stepsPerEpoch(model, batchSize);
    this.#model = model;
    this.#learner = createLearner(model, { recipe, seed, batchSize });
    this.#watch = new LoopWatch(this.#learner.trained, () => this.passes - this.#passesBefore);
    this.parameters = this.#learner.network.parameters;
    this.makeSets(batchCount(model, batchSize), (batch) =>
      hostBatch(model, seed, batch * batchSize, batchSize),
    );
  }

  protected override place(batch: HostBatch): DeviceBatch {
    return toDevice(this.#model, batch);
  }

  protected override compute(batch: DeviceBatch): tf.Tensor {
    return this.#learner.step(batch);
  }

  /** The weights are updated after the loss is computed. */
  protected override async read(batch: DeviceBatch, loss: tf.Tensor): Promise<void> {
    tf.dispose(batch);
    this.#lastLoss = await readScalar(loss);
    await this.backend.finish(this.#learner.last);
  }

  protected override async finish(loss: tf.Tensor): Promise<void> {
    this.#disposeLoss();
    this.#lastLoss = loss;
    await this.backend.finish(this.#learner.last);
  }

  #disposeLoss(): void {
    if (typeof this.#lastLoss !== 'number') this.#lastLoss.dispose();
  }

  /** Of samples of several steps, none can be looked at. */
  async ready(): Promise<void> {
    if (this.passesPerSample === 1) await this.#watch.look();
  }

  override async check(progress: Progress): Promise<Check> {
    const { check, proven } = await this.#learner.check(progress);
    this.#proven = proven;
    this.#passesBefore = this.passes;
    return check;
  }

  override async prove(progress: Progress): Promise<Comparison[]> {
    const steps = this.passes - this.#passesBefore;
    const last = this.#lastLoss;
    const lastLoss = typeof last === 'number' ? last : (await last.data())[0]!;
    const { trained } = this.#learner;
    return this.withSet(0, (batch) =>
      proveTraining(trained, batch, { steps, lastLoss }, this.#proven, this.#watch, progress),
    );
  }

  override dispose(): void {
    this.#disposeLoss();
    this.#learner.dispose();
    super.dispose();
  }
}
