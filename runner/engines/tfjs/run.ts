/** @file One repetition of one cell on any tfjs backend, in a process or in a Web Worker: a task, or training to a target. */
import type { LoadDataset } from '../../datasets/load.ts';
import { type Clock, performanceClock } from '../../measure/clock.ts';
import type { RunRequest } from '../../protocol/messages.ts';
import { runConvergence } from '../../worker/converge/convergence.ts';
import type { Emit } from '../../worker/emit.ts';
import { runTask } from '../../worker/run-task.ts';
import { UnsupportedError } from '../../worker/unsupported.ts';
import { workloads } from '../../workloads/index.ts';
import type { TfjsBackend } from './backend/backend.ts';
import { withDeviceErrors } from './backend/failure.ts';
import { engineReport } from './backend/report.ts';
import { prepareTraining } from './converge/trainer.ts';
import { createTask } from './tasks/create.ts';
import { findUnsupported } from './unsupported.ts';

/** Parts that only some workers have, or that tests replace. */
export interface RunOptions {
  clock?: Clock;
  /** Reads the files of a data set. A browser has none, so it cannot train to a target. */
  loadDataset?: LoadDataset;
}

async function runMode(
  request: RunRequest,
  backend: TfjsBackend,
  emit: Emit,
  clock: Clock,
  loadDataset: LoadDataset | undefined,
): Promise<void> {
  if (request.cell.mode !== 'converge') {
    const build = () => ({ task: createTask(backend, request), engine: engineReport(backend) });
    return runTask(request, build, emit, clock);
  }
  if (!loadDataset) {
    throw new UnsupportedError(
      'converge',
      'a browser has no data sets; use the command line with --converge',
    );
  }
  const workload = workloads.find(({ id }) => id === request.cell.workload)!;
  const engine = { prepare: prepareTraining(backend), report: engineReport(backend) };
  await runConvergence(workload, request, engine, emit, loadDataset, clock);
}

/**
 * Emits one `result`.
 * @throws UnsupportedError if tfjs can never compute the cell; any other error if the repetition fails
 */
export async function runCell(
  request: RunRequest,
  backend: TfjsBackend,
  emit: Emit,
  { clock = performanceClock, loadDataset }: RunOptions = {},
): Promise<void> {
  const unsupported = findUnsupported(request.cell);
  if (unsupported) throw unsupported;
  await withDeviceErrors(backend, () => runMode(request, backend, emit, clock, loadDataset));
}
