/** @file What a worker sends while it works: progress, then one result. */
import type { Repetition } from '../../data/contract/outcome.ts';
import type { Report } from '../measure/measure.ts';
import type { Message, Phase, ResultMessage, RunRequest } from '../protocol/messages.ts';

/** Passes a message on; awaited, so that a worker can let its messages out between samples. */
export type Emit = (message: Message) => void | Promise<void>;

/** Receives how much of a phase is done, 0 to 1; awaited. */
export type Progress = (fraction: number) => void | Promise<void>;

/** Progress of a phase whose remaining time is unknown. */
export const progressOf =
  (emit: Emit, phase: Phase): Progress =>
  (fraction) =>
    emit({ type: 'progress', phase, fraction, remainingMs: null });

/** Progress of the timing loop. */
export const reportOf =
  (emit: Emit): Report =>
  (phase, fraction, remainingMs) =>
    emit({ type: 'progress', phase, fraction, remainingMs });

/** A result without what most of them leave empty. */
export type Result = Omit<ResultMessage, 'type' | 'repetition' | 'peakMemory' | 'extrapolated'> &
  Partial<Pick<ResultMessage, 'peakMemory' | 'extrapolated'>> & {
    repetition: Omit<Repetition, 'runIndex' | 'convergence'> & Partial<Pick<Repetition, 'convergence'>>;
  };

/** The result of one repetition; what `result` leaves out is null. */
export const toResultMessage = (
  { runIndex }: Pick<RunRequest, 'runIndex'>,
  { repetition, ...result }: Result,
): ResultMessage => ({
  type: 'result',
  peakMemory: null,
  extrapolated: null,
  ...result,
  repetition: { runIndex, convergence: null, ...repetition },
});
