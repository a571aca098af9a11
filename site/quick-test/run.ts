/** @file Runs the quick test: one fresh Web Worker a matrix size, as the command line starts one process a repetition. */
import type { Cell, Device } from '../../data/contract/cell.ts';
import type { Outcome } from '../../data/contract/outcome.ts';
import type { Result } from '../../data/contract/submission.ts';
import { median } from '../../data/derive/stats.ts';
import type { Message, Phase, ResultMessage, RunRequest } from '../../runner/protocol/messages.ts';
import { MEASURED, type MeasuredSize, nextSize, type SizeTiming, timingFor } from './plan.ts';

type ErrorMessage = Extract<Message, { type: 'error' }>;

/** What a worker of the quick test says: as the protocol has it, and of an error whether the GPU was taken away. */
export type WorkerMessage = Exclude<Message, ErrorMessage> | (ErrorMessage & { deviceLost?: boolean });

/** What the driver needs of a Web Worker. */
export type WorkerLike = Pick<Worker, 'postMessage' | 'terminate'> & {
  onmessage: ((event: MessageEvent<WorkerMessage>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
};

export interface Surroundings {
  startWorker(): WorkerLike;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Calls back after so many ms unless the returned function is called before. */
  after(ms: number, call: () => void): () => void;
}

export interface Asked {
  device: Device;
  budgetMs: number;
  /** The largest size that this computer has memory for. */
  largest: number;
  seed: number;
}

export type Progress =
  | { type: 'phase'; size: number; phase: Phase; fraction: number }
  /** `deviceLost`: the browser or the driver took the GPU away, which is why there is no result. */
  | { type: 'finished'; size: number; result: Result; deviceLost: boolean };

/** Why no larger size was measured. */
export type Stop = 'done' | 'slow' | 'budget' | 'broken' | 'cancelled';

/** A worker that says nothing for this long is stuck: compiling or one long dispatch stay far below. */
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

/** Measures size after size. Resolves with how it ended; every finished size has been reported before. */
export async function runSizes(
  asked: Asked,
  around: Surroundings,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Stop> {
  const start = around.now();
  const timing = timingFor(asked.budgetMs);
  let last: MeasuredSize | null = null;
  for (;;) {
    const next = nextSize(last, around.now() - start, asked);
    if ('stop' in next) return next.stop;
    const cell = cellOf(asked.device, next.size);
    const begun = around.now();
    const ended = await measure({ cell, timing, seed: asked.seed }, around, report, signal);
    if (ended === 'cancelled') return 'cancelled';
    const { outcome, deviceLost } = ended;
    report({ type: 'finished', size: next.size, result: { cell, outcome }, deviceLost });
    if (outcome.status !== 'ok') return 'broken';
    last = summarize(next.size, outcome, timing, around.now() - begun);
  }
}

/** How the worker of a size ended. */
interface EndedSize {
  outcome: Outcome;
  deviceLost: boolean;
}

/** One size in a worker of its own, which is always terminated: its memory and its device go with it. */
function measure(
  { cell, timing, seed }: Pick<RunRequest, 'cell' | 'timing' | 'seed'>,
  around: Surroundings,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<EndedSize | 'cancelled'> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve('cancelled');
    const worker = around.startWorker();
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
      stopWaiting = around.after(SILENCE_MS, () =>
        end(broken('timeout', `the worker said nothing for ${SILENCE_MS / 1000} s and was stopped`)),
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
      protocol: 3,
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
