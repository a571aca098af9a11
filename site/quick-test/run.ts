/** @file Runs the quick test: one fresh Web Worker a matrix size, as the command line starts one process a repetition. */
import type { Cell, Device } from '../../data/contract/cell.ts';
import type { Outcome } from '../../data/contract/outcome.ts';
import type { Result } from '../../data/contract/submission.ts';
import { median } from '../../data/derive/stats.ts';
import type { Message, Phase, ResultMessage, RunRequest } from '../../runner/protocol/messages.ts';
import { type MeasuredSize, nextSize, type SizeTiming, timingFor } from './plan.ts';

/** What the driver needs of a Web Worker. */
export type WorkerLike = Pick<Worker, 'postMessage' | 'terminate'> & {
  onmessage: ((event: MessageEvent<Message>) => void) | null;
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
  | { type: 'finished'; size: number; result: Result };

/** Why no larger size was measured. */
export type Stop = 'done' | 'slow' | 'budget' | 'broken' | 'cancelled';

/** A worker that says nothing for this long is stuck: compiling or one long dispatch stay far below. */
export const SILENCE_MS = 30_000;

/** The matrix product that the quick test measures, as a cell of the contract. */
export function cellOf(device: Device, size: number): Cell {
  return {
    workload: 'matmul',
    mode: 'op',
    engine: 'tfjs-webgpu',
    device,
    recipe: 'optimized',
    dtype: 'float32',
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
    const outcome = await measure({ cell, timing, seed: asked.seed }, around, report, signal);
    if (outcome === 'cancelled') return 'cancelled';
    report({ type: 'finished', size: next.size, result: { cell, outcome } });
    if (outcome.status !== 'ok') return 'broken';
    last = summarize(next.size, outcome, timing, around.now() - begun);
  }
}

/** One size in a worker of its own, which is always terminated: its memory and its device go with it. */
function measure(
  { cell, timing, seed }: Pick<RunRequest, 'cell' | 'timing' | 'seed'>,
  around: Surroundings,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Outcome | 'cancelled'> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve('cancelled');
    const worker = around.startWorker();
    let stopWaiting = () => {};
    const end = (outcome: Outcome | 'cancelled') => {
      stopWaiting();
      signal.removeEventListener('abort', cancel);
      worker.terminate();
      resolve(outcome);
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
