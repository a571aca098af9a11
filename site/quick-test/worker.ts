/** @file Measures one size in a Web Worker, the browser's counterpart of a worker process. */
import '@tensorflow/tfjs-backend-cpu';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { createWebgpuBackend, setWebgpuFlags } from '../../runner/engines/tfjs/backend/webgpu.ts';
import { runCell } from '../../runner/engines/tfjs/run.ts';
import type { Message, RunRequest } from '../../runner/protocol/messages.ts';
import { saysOutOfMemory } from '../../runner/text/symptoms.ts';

const post = (message: Message) => self.postMessage(message);

async function run(request: RunRequest): Promise<void> {
  setWebgpuFlags(request.cell.recipe);
  if (!(await tf.setBackend('webgpu')))
    throw new Error('TensorFlow.js could not get a device from the adapter');
  await runCell(request, createWebgpuBackend(), post);
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
  const status = saysOutOfMemory(message) ? 'out-of-memory' : 'failed';
  const loss = status === 'failed' ? await deviceLoss() : null;
  const reason = loss === null ? message : `the GPU device was lost ${loss}; ${message}`;
  post({ type: 'error', status, reason: reason.replace(/\s+/g, ' ').slice(0, 1000) });
}

self.addEventListener('message', ({ data }: MessageEvent<RunRequest>) => {
  run(data).catch(fail);
});
