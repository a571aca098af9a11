/** @file One repetition of one cell on any tfjs backend, in a process or in a Web Worker: build, check, warm up, measure. */
import type { LoadDataset } from '../../datasets/load.ts';
import { type Clock, performanceClock } from '../../measure/clock.ts';
import { measure } from '../../measure/measure.ts';
import type { RunRequest } from '../../protocol/messages.ts';
import type { Emit } from '../../worker/task.ts';
import { UnsupportedError } from '../../worker/unsupported.ts';
import type { TfjsBackend } from './backend/backend.ts';
import { observePrecision } from './backend/precision.ts';
import { createTask } from './tasks/tasks.ts';
import { findUnsupported } from './unsupported.ts';

/** What a worker lends to the code that all share. */
export interface Lent {
  clock?: Clock;
  /** Reads the files of a data set; a browser has none, and so no training to a target. */
  loadDataset?: LoadDataset;
}

async function measureTask(
  request: RunRequest,
  backend: TfjsBackend,
  emit: Emit,
  clock: Clock,
): Promise<void> {
  const { timing, runIndex } = request;
  await emit({ type: 'progress', phase: 'load', fraction: 0, remainingMs: null });
  const startedNs = clock.nowNs();
  const task = createTask(backend, request);
  await task.sample();
  const coldStartNs = clock.nowNs() - startedNs;

  const check = await task.check((fraction) =>
    emit({ type: 'progress', phase: 'check', fraction, remainingMs: null }),
  );
  await task.calibrate(clock);
  const measured = await measure(task, timing, clock, (phase, fraction, remainingMs) =>
    emit({ type: 'progress', phase, fraction, remainingMs }),
  );
  const failure = await backend.failure(0);
  if (failure) throw failure;
  const peakMemory = backend.peakMemory();
  const stepsTimed = measured.samplesNs.length + measured.samplesThinned;
  const { itemsPerSample, stepsPerEpoch, parameters } = task;
  task.dispose();
  await emit({
    type: 'result',
    engineVersion: backend.version,
    observed: {
      ...backend.observed(),
      ...(await observePrecision()),
      ...(parameters === undefined ? {} : { parameters }),
    },
    repetition: { runIndex, coldStartNs, ...measured, itemsPerSample, convergence: null },
    check,
    peakMemory,
    extrapolated:
      stepsPerEpoch === null || stepsTimed >= stepsPerEpoch ? null : { stepsTimed, stepsPerEpoch },
  });
}

async function runMode(
  request: RunRequest,
  backend: TfjsBackend,
  emit: Emit,
  clock: Clock,
  loadDataset: LoadDataset | undefined,
): Promise<void> {
  if (request.cell.mode !== 'converge') return measureTask(request, backend, emit, clock);
  if (!loadDataset) {
    throw new UnsupportedError(
      'converge',
      'a browser has no data sets; use the command line with --converge',
    );
  }
  const { runConvergence } = await import('./converge/convergence.ts');
  await runConvergence(request, backend, emit, loadDataset, clock);
}

/** A device that is lost shows first as some operation that failed; its own word comes this much later. */
const PATIENCE_MS = 300;

/** Ends with one `result`; what goes wrong is thrown, as `UnsupportedError` what tfjs can never compute. */
export async function runCell(
  request: RunRequest,
  backend: TfjsBackend,
  emit: Emit,
  { clock = performanceClock, loadDataset }: Lent = {},
): Promise<void> {
  const unsupported = findUnsupported(request.cell);
  if (unsupported) throw unsupported;
  try {
    await runMode(request, backend, emit, clock, loadDataset);
  } catch (error) {
    if (error instanceof UnsupportedError) throw error;
    throw (await backend.failure(PATIENCE_MS)) ?? error;
  }
}
