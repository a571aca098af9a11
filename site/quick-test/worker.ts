/** @file Measures one size in a Web Worker, the browser's counterpart of a worker process. */
import '@tensorflow/tfjs-backend-cpu';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { withDeviceErrors } from '../../runner/engines/tfjs/backend/failure.ts';
import { engineReport } from '../../runner/engines/tfjs/backend/report.ts';
import { createWebgpuBackend, setWebgpuFlags } from '../../runner/engines/tfjs/backend/webgpu.ts';
import { MatMul } from '../../runner/engines/tfjs/tasks/matmul.ts';
import type { RunRequest } from '../../runner/protocol/messages.ts';
import { isDeviceLost, isOutOfMemory } from '../../runner/text/symptoms.ts';
import { runTask } from '../../runner/worker/run-task.ts';
import { optionsOf } from '../../runner/worker/task.ts';
import type { WorkerMessage } from './run.ts';

const post = (message: WorkerMessage) => self.postMessage(message);

async function run(request: RunRequest): Promise<void> {
  setWebgpuFlags();
  if (!(await tf.setBackend('webgpu')))
    throw new Error('TensorFlow.js could not get a device from the adapter');
  const backend = createWebgpuBackend();
  const { size } = request.cell;
  if (size === null) throw new Error('cell.size: missing; the quick test multiplies matrices only');
  // Not `runCell`, which would bring every net with its reference into this file.
  const build = () => ({
    task: new MatMul(backend, optionsOf(request), size),
    engine: engineReport(backend),
  });
  await withDeviceErrors(backend, () => runTask(request, build, post));
}

/** Why the device was lost, or null. A failed command is the first symptom, so this waits briefly for the report. */
async function deviceLoss(): Promise<string | null> {
  const backend = tf.backend();
  if (!(backend instanceof WebGPUBackend)) return null;
  const lost = backend.device.lost.then(({ reason, message }) => `(${reason}) ${message}`);
  const notLost = new Promise<null>((resolve) => setTimeout(resolve, 300, null));
  return Promise.race([lost, notLost]);
}

async function fail(error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message || error.name : String(error);
  const status = isOutOfMemory(message) ? 'out-of-memory' : 'failed';
  const loss = status === 'failed' ? await deviceLoss() : null;
  const reason = loss === null ? message : `the GPU device was lost ${loss}; ${message}`;
  const deviceLost = loss !== null || (status === 'failed' && isDeviceLost(message));
  post({ type: 'error', status, reason: reason.replace(/\s+/g, ' ').slice(0, 1000), deviceLost });
}

self.addEventListener('message', ({ data }: MessageEvent<RunRequest>) => {
  run(data).catch(fail);
});
