/** @file One repetition of one cell on any tfjs backend, in a process or in a Web Worker: build, check, warm up, measure. */
import { type Clock, performanceClock } from '../../measure/clock.ts';
import { measure } from '../../measure/measure.ts';
import type { Message, RunRequest } from '../../protocol.ts';
import { workloads } from '../../workloads/index.ts';
import type { TfjsBackend } from './backend.ts';
import { createMatMul } from './matmul.ts';
import type { CheckedTask } from './task.ts';
import { createTraining } from './training.ts';
import { findUnsupported } from './unsupported.ts';

/** Passes a message on; awaited, so that a worker can let its messages out between samples. */
export type Emit = (message: Message) => void | Promise<void>;

/** Throws `UnsupportedError` for what tfjs can never compute. */
function createTask(backend: TfjsBackend, { cell, timing, seed }: RunRequest): CheckedTask {
  const unsupported = findUnsupported(cell);
  if (unsupported) throw unsupported;
  const workload = workloads.find(({ id }) => id === cell.workload)!;
  if (workload.kind === 'matmul') {
    if (cell.size === null) throw new Error('cell.size: matmul needs a size; set it to rows per matrix');
    return createMatMul(backend, cell.size, cell.recipe, timing.exactSamples !== null, seed);
  }
  if (cell.batchSize === null)
    throw new Error('cell.batchSize: training needs a batch; set it to samples a step');
  return createTraining(backend, workload.model, cell.recipe, cell.batchSize, seed);
}

/** Ends with one `result`; what goes wrong is thrown. */
export async function runCell(
  request: RunRequest,
  backend: TfjsBackend,
  emit: Emit,
  clock: Clock = performanceClock,
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
  const stepsTimed = measured.samplesNs.length + measured.samplesThinned;
  const { stepsPerEpoch } = task;
  await emit({
    type: 'result',
    engineVersion: backend.version,
    observed: backend.observed(),
    repetition: { runIndex, coldStartNs, ...measured, itemsPerSample: task.itemsPerSample },
    check,
    peakMemory: backend.peakMemory(),
    extrapolated:
      stepsPerEpoch === null || stepsTimed >= stepsPerEpoch ? null : { stepsTimed, stepsPerEpoch },
  });
  task.dispose();
}
