/** @file The base class of all tfjs tasks. Their arrays are tensors, which must be disposed explicitly. */
import * as tf from '@tensorflow/tfjs-core';
import { Task, type TaskOptions } from '../../../worker/task.ts';
import type { TfjsBackend } from '../backend/backend.ts';

export abstract class TfjsTask<HostSet, DeviceSet extends tf.TensorContainer> extends Task<
  HostSet,
  DeviceSet,
  tf.Tensor
> {
  protected readonly backend: TfjsBackend;

  constructor(backend: TfjsBackend, options: TaskOptions, itemsPerPass: number, mostPasses: number) {
    super(options, itemsPerPass, mostPasses);
    this.backend = backend;
  }

  protected override async read(set: DeviceSet, output: tf.Tensor): Promise<void> {
    await output.data();
    tf.dispose([set, output]);
  }

  protected override async finish(last: tf.Tensor): Promise<void> {
    await this.backend.finish(last);
    last.dispose();
  }

  protected override discard(output: tf.Tensor): void {
    output.dispose();
  }

  /** A backend copies a tensor to its device with the first kernel that reads it. */
  protected override async settle(set: DeviceSet): Promise<void> {
    for (const tensor of tf.tensor_util.getTensorsInContainer(set)) {
      const start = tf.tidy(() => tf.slice(tf.reshape(tensor, [-1]), 0, 1));
      await start.data();
      start.dispose();
    }
  }

  protected override release(set: DeviceSet): void {
    tf.dispose(set);
  }
}
