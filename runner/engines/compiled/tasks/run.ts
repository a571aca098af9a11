/** @file One repetition of one cell on a compiled engine, in a process or in a Web Worker. */
import { type Clock, performanceClock } from '../../../measure/clock.ts';
import type { FindReference } from '../../../models/references.ts';
import type { RunRequest } from '../../../protocol/messages.ts';
import type { Emit } from '../../../worker/emit.ts';
import { type EngineReport, runTask } from '../../../worker/run-task.ts';
import type { CheckedTask } from '../../../worker/task.ts';
import { UnsupportedError } from '../../../worker/unsupported.ts';
import type { Workload } from '../../../workloads/workload.ts';
import type { Backend } from '../backend.ts';
import { observePrecision } from '../precision.ts';
import { compileOptions, type Order } from './build.ts';
import { createTask } from './create.ts';

/** When a device is lost, a call fails first; the device reports the loss up to this much later. */
const PATIENCE_MS = 300;

/** A workload with the references of its nets: parameters, so that a browser loads only those that it offers. */
export interface Offer {
  workload: Workload;
  findReference: FindReference;
}

/** Trains a cell's net to a target accuracy. */
export type Converge = (
  workload: Workload,
  order: Order,
  report: EngineReport,
  emit: Emit,
  clock: Clock,
) => Promise<void>;

/** Parts that only some workers have, or that tests replace. */
export interface RunOptions {
  clock?: Clock;
  /** A browser has no data sets, so it does not load this. */
  converge?: Converge;
  /** Gets the task as soon as it is built. A browser reads from it how the loss falls. */
  watch?: (task: CheckedTask) => void;
}

async function runMode(
  { workload, findReference }: Offer,
  request: RunRequest,
  backend: Backend,
  emit: Emit,
  { clock = performanceClock, converge, watch }: RunOptions,
): Promise<void> {
  const options = compileOptions(request, backend);
  const order: Order = { backend, request, options, findReference };
  const report: EngineReport = {
    version: backend.version,
    failure: () => backend.failure(0),
    peakMemory: backend.peakMemory,
    observed: async () => ({ ...backend.observed(), ...(await observePrecision(backend, options)) }),
  };
  if (request.cell.mode !== 'converge') {
    const build = async () => {
      const task = await createTask(workload, order);
      watch?.(task);
      return { task, engine: report };
    };
    return runTask(request, build, emit, clock);
  }
  if (!converge) {
    throw new UnsupportedError(
      'converge',
      'a browser has no data sets; use the command line with --converge',
    );
  }
  await converge(workload, order, report, emit, clock);
}

/**
 * Emits one `result`.
 * @param offer the workload of the cell
 * @throws UnsupportedError if the engine can never compute the cell; any other error if the repetition fails
 */
export async function runWorkload(
  offer: Offer,
  request: RunRequest,
  backend: Backend,
  emit: Emit,
  options: RunOptions = {},
): Promise<void> {
  try {
    await runMode(offer, request, backend, emit, options);
  } catch (error) {
    if (error instanceof UnsupportedError) throw error;
    throw (await backend.failure(PATIENCE_MS)) ?? error;
  }
}
