/** @file Measures one cell in a Web Worker and watches it. */
import type { Outcome } from '../../../data/contract/outcome.ts';
import type { Message, ResultMessage, RunRequest } from '../../../runner/protocol/messages.ts';
import type { TrainedStep } from '../../../runner/worker/task.ts';

type ErrorMessage = Extract<Message, { type: 'error' }>;
type ProgressMessage = Extract<Message, { type: 'progress' }>;

/**
 * A message of the quick test's worker: that of the protocol. The progress of a training has its last step, if there was one;
 * an error also says whether the GPU device was lost.
 */
export type WorkerMessage =
  | Exclude<Message, ErrorMessage | ProgressMessage>
  | (ProgressMessage & { trained?: TrainedStep })
  | (ErrorMessage & { deviceLost?: boolean });

/** The parts of a Web Worker that the quick test uses. */
export type WorkerLike = Pick<Worker, 'postMessage' | 'terminate'> & {
  onmessage: ((event: MessageEvent<WorkerMessage>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
};

/** Side effects; replaced in tests. */
export interface Effects {
  startWorker(): WorkerLike;
  /** Calls back after `ms` unless the returned function is called before. */
  after(ms: number, call: () => void): () => void;
}

/** A worker that sends no message for this long has hung; compiling and choosing all kernels of a net takes far less. */
export const SILENCE_MS = 60_000;

/** How the worker of a cell ended. */
export interface Ended {
  outcome: Outcome;
  deviceLost: boolean;
}

/** Runs a request in its own worker, which is always terminated to free its memory and its device. */
export function runWorker(
  request: RunRequest,
  effects: Effects,
  report: (progress: Extract<WorkerMessage, { type: 'progress' }>) => void,
  signal: AbortSignal,
): Promise<Ended | 'cancelled'> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve('cancelled');
    const worker = effects.startWorker();
    let stopWaiting = () => {};
    const end = (outcome: Outcome | 'cancelled', deviceLost = false) => {
      stopWaiting();
      signal.removeEventListener('abort', cancel);
      worker.terminate();
      resolve(outcome === 'cancelled' ? outcome : { outcome, deviceLost });
    };
    const cancel = () => end('cancelled');
    const listen = () => {
      stopWaiting();
      stopWaiting = effects.after(SILENCE_MS, () =>
        end(broken('timeout', `the worker sent nothing for ${SILENCE_MS / 1000} s and was stopped`)),
      );
    };
    signal.addEventListener('abort', cancel);
    worker.onerror = (event) =>
      end(broken('failed', `the worker crashed: ${event.message || 'its script could not be loaded'}`));
    worker.onmessage = ({ data }) => {
      listen();
      if (data.type === 'progress') report(data);
      else if (data.type === 'error') end(failed(data), data.deviceLost);
      else if (data.type === 'result') end(finished(data));
    };
    listen();
    worker.postMessage(request);
  });
}

function broken(status: 'failed' | 'timeout' | 'out-of-memory', reason: string): Outcome {
  return { status, reason: reason.slice(0, 1000), repetitions: [] };
}

const failed = ({ status, reason }: ErrorMessage): Outcome =>
  status === 'unsupported' ? { status, reason } : broken(status, reason);

function finished({
  engineVersion,
  observed,
  repetition,
  check,
  peakMemory,
  extrapolated,
}: ResultMessage): Outcome {
  return {
    status: 'ok',
    engineVersion,
    observed,
    repetitions: [repetition],
    check,
    peakMemory,
    power: null,
    extrapolated,
  };
}
