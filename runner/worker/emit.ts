/** @file The messages that a worker sends: progress, then one result. */
import type { Repetition } from '../../data/contract/repetition.ts';
import type { Report } from '../measure/measure.ts';
import type { Message, Phase, ResultMessage, RunRequest } from '../protocol/messages.ts';

/** Sends a message. Awaited, so that messages are flushed between samples. */
export type Emit = (message: Message) => void | Promise<void>;

/** Reports the completed share of a phase, 0 to 1. Awaited. */
export type Progress = (fraction: number) => void | Promise<void>;

/** Reports the progress of a phase whose remaining time is unknown. */
export const progressOf =
  (emit: Emit, phase: Phase): Progress =>
  (fraction) =>
    emit({ type: 'progress', phase, fraction, remainingMs: null });

/** Reports the progress of the timing loop. */
export const reportOf =
  (emit: Emit): Report =>
  (phase, fraction, remainingMs) =>
    emit({ type: 'progress', phase, fraction, remainingMs });

/** A result in which the fields that are usually null are optional. */
export type Result = Omit<ResultMessage, 'type' | 'repetition' | 'peakMemory' | 'extrapolated'> &
  Partial<Pick<ResultMessage, 'peakMemory' | 'extrapolated'>> & {
    /** The supervisor adds the start-up, which begins before the worker runs, and the load. */
    repetition: Omit<Repetition, 'runIndex' | 'startUpNs' | 'convergence' | 'load'> &
      Partial<Pick<Repetition, 'convergence'>>;
  };

/** Builds the result message of one repetition; fields missing from `result` are null. */
export const toResultMessage = (
  { runIndex }: Pick<RunRequest, 'runIndex'>,
  { repetition, ...result }: Result,
): ResultMessage => ({
  type: 'result',
  peakMemory: null,
  extrapolated: null,
  ...result,
  // The supervisor adds the start-up and the load, which a worker cannot see.
  repetition: { runIndex, startUpNs: null, convergence: null, load: null, ...repetition },
});
