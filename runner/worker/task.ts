/** @file What the tfjs workers measure: a task that can also prove that it computes the right thing. */
import type { Check } from '../../data/contract/outcome.ts';
import type { Clock } from '../measure/clock.ts';
import type { Task } from '../measure/measure.ts';
import type { Message } from '../protocol/messages.ts';

/** Passes a message on; awaited, so that a worker can let its messages out between samples. */
export type Emit = (message: Message) => void | Promise<void>;

/** Told how much of a check is done, and awaited. */
export type Progress = (fraction: number) => void | Promise<void>;

export interface CheckedTask extends Task {
  /** Proves the output or the losses; leaves the task as it was after building. */
  check(progress: Progress): Promise<Check>;
  /** Chooses how many items one sample covers, so that it is long enough for the clock. */
  calibrate(clock: Clock): Promise<void>;
  /** Steps of an epoch; null where there are no epochs. */
  stepsPerEpoch: number | null;
  /** Trained values of the net as it was built; left out where there is no net. */
  parameters?: number;
  dispose(): void;
}
