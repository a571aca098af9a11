/** @file One repetition of one cell on a compiled engine, in a process or in a Web Worker. */
import { type Clock, performanceClock } from '../../../measure/clock.ts';
import type { RunRequest } from '../../../protocol/messages.ts';
import type { Emit } from '../../../worker/emit.ts';
import { runTask } from '../../../worker/run-task.ts';
import { UnsupportedError } from '../../../worker/unsupported.ts';
import type { Backend } from '../backend.ts';
import { observePrecision } from '../precision.ts';
import { compileOptions, createTask, type Offer } from './create.ts';

/** When a device is lost, a call fails first; the device reports the loss up to this much later. */
const PATIENCE_MS = 300;

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
  clock: Clock = performanceClock,
): Promise<void> {
  const engine = {
    version: backend.version,
    failure: () => backend.failure(0),
    peakMemory: backend.peakMemory,
    observed: async () => ({
      ...backend.observed(),
      ...(await observePrecision(backend, compileOptions(request, backend))),
    }),
  };
  const build = async () => ({ task: await createTask(backend, offer, request), engine });
  try {
    await runTask(request, build, emit, clock);
  } catch (error) {
    if (error instanceof UnsupportedError) throw error;
    throw (await backend.failure(PATIENCE_MS)) ?? error;
  }
}
