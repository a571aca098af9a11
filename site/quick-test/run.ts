/** @file Runs the quick test: one fresh Web Worker per matrix size, like the command line's process per repetition. */
import type { Cell, Device } from '../../data/contract/cell.ts';
import type { Outcome } from '../../data/contract/outcome.ts';
import type { Result } from '../../data/contract/submission.ts';
import { median } from '../../data/derive/stats.ts';
import type { Message, Phase, ResultMessage, RunRequest } from '../../runner/protocol/messages.ts';
import { MEASURED, type MeasuredSize, nextSize, type SizeTiming, timingFor } from './plan.ts';

type ErrorMessage = Extract<Message, { type: 'error' }>;

/** A message of the quick test's worker: that of the protocol; an error also says whether the GPU device was lost. */
export type WorkerMessage = Exclude<Message, ErrorMessage> | (ErrorMessage & { deviceLost?: boolean });

/** The parts of a Web Worker that the quick test uses. */
export type WorkerLike = Pick<Worker, 'postMessage' | 'terminate'> & {
  onmessage: ((event: MessageEvent<WorkerMessage>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
};

/** Side effects; replaced in tests. */
export interface Effects {
  startWorker(): WorkerLike;
  /** Milliseconds of a monotonic clock. */
  now(): number;
  /** Calls back after `ms` unless the returned function is called before. */
  after(ms: number, call: () => void): () => void;
}

export interface Options {
  device: Device;
  budgetMs: number;
  /** The largest size that this machine has memory for. */
  largest: number;
  seed: number;
}

export type Progress =
  | { type: 'phase'; size: number; phase: Phase; fraction: number }
  /** `deviceLost`: the browser or the driver lost the GPU device, so that there is no result. */
  | { type: 'finished'; size: number; result: Result; deviceLost: boolean };

/** Why no larger size was measured. */
export type Stop = 'done' | 'slow' | 'budget' | 'broken' | 'cancelled';

/** A worker that sends no message for this long has hung; compilation or one long dispatch takes far less. */
export const SILENCE_MS = 30_000;

/** The matrix product that the quick test measures, as a cell of the contract. */
export function cellOf(device: Device, size: number): Cell {
  return {
    ...MEASURED,
    device,
    batchSize: null,
    size,
    sequenceLength: null,
    languageModel: null,
  };
}

/** Measures one size after another. Resolves to the reason for stopping, after every finished size was reported. */
export async function runSizes(
  options: Options,
  effects: Effects,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Stop> {
  const start = effects.now();
  const timing = timingFor(options.budgetMs);
  let last: MeasuredSize | null = null;
  for (;;) {
    const next = nextSize(last, effects.now() - start, options);
    if ('stop' in next) return next.stop;
    const cell = cellOf(options.device, next.size);
    const begun = effects.now();
    const ended = await measure({ cell, timing, seed: options.seed }, effects, report, signal);
    if (ended === 'cancelled') return 'cancelled';
    const { outcome, deviceLost } = ended;
    report({ type: 'finished', size: next.size, result: { cell, outcome }, deviceLost });
    if (outcome.status !== 'ok') return 'broken';
    last = summarize(next.size, outcome, timing, effects.now() - begun);
  }
}

/** How the worker of a size ended. */
interface EndedSize {
  outcome: Outcome;
  deviceLost: boolean;
}

/** Measures one size in its own worker, which is always terminated to free its memory and its device. */
function measure(
  { cell, timing, seed }: Pick<RunRequest, 'cell' | 'timing' | 'seed'>,
  effects: Effects,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<EndedSize | 'cancelled'> {
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
      if (data.type === 'progress') {
        report({ type: 'phase', size: cell.size!, phase: data.phase, fraction: data.fraction });
      } else if (data.type === 'error') {
        end(
          data.status === 'unsupported'
            ? { status: data.status, reason: data.reason }
            : broken(data.status, data.reason),
          data.deviceLost,
        );
      } else if (data.type === 'result') end(finished(data));
    };
    listen();
    worker.postMessage({
      type: 'run',
      protocol: 4,
      cell,
      timing,
      runIndex: 0,
      seed,
      convergence: null,
      modelFile: null,
    } satisfies RunRequest);
  });
}

function broken(status: 'failed' | 'timeout' | 'out-of-memory', reason: string): Outcome {
  return { status, reason: reason.slice(0, 1000), repetitions: [] };
}

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

function summarize(
  size: number,
  { repetitions: [repetition] }: Extract<Outcome, { status: 'ok' }>,
  timing: SizeTiming,
  wallMs: number,
): MeasuredSize {
  const { samplesNs, itemsPerSample } = repetition!;
  const timedMs = samplesNs.reduce((sum, ns) => sum + ns, 0) / 1e6;
  return {
    size,
    medianMs: median(samplesNs) / 1e6 / itemsPerSample,
    overheadMs: Math.max(0, wallMs - timedMs - timing.minWarmUpMs),
  };
}
