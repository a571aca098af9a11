/** @file What the table of nets compares: a net in training on one library. */
import type { Model } from '../../../../runner/models/layers.ts';
import type { Repeatable } from '../../comparison/measure/clock.ts';

/** A net on the device, with one batch that every step uses. Repeating is taking steps. */
export interface Trainer extends Repeatable {
  /** Queues one step and returns when the host has done its part. */
  queueStep(): void;
  /** The loss of the batch at the start values, without dropout; called before any step. */
  firstLoss(): Promise<number>;
  /** Bytes of device memory that it takes, known after the first step. */
  bytes(): number;
  dispose(): void;
}

export interface TrainingLibrary {
  /** Heads a row. */
  name: string;
  /** The most parameters that it can train within seconds on an adapter that the CPU emulates. */
  mostEmulatedParameters: number;
  open(model: Model, batchSize: number): Promise<Trainer>;
}

/** Start values, samples and dropout of every library. */
export const SEED = 1;
