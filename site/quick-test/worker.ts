/** @file Measures one size in a Web Worker: what a worker process is to the command line. */
import '@tensorflow/tfjs-backend-cpu';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { runCell } from '../../runner/engines/tfjs/run.ts';
import { createWebgpuBackend, setWebgpuFlags } from '../../runner/engines/tfjs/webgpu.ts';
import type { RunRequest } from '../../runner/protocol/messages.ts';
import { saysDeviceLost, saysOutOfMemory } from '../../runner/text/symptoms.ts';
import type { WorkerMessage } from './run.ts';

const post = (message: WorkerMessage) => self.postMessage(message);

async function run(request: RunRequest): Promise<void> {
  setWebgpuFlags(request.cell.recipe);
  if (!(await tf.setBackend('webgpu'))) throw new Error('the adapter gives TensorFlow.js no device');
  await runCell(request, createWebgpuBackend(), post);
}

/** Why the device is gone, or null. A loss shows first as some command that failed, so it gets a moment to be told. */
async function deviceLoss(): Promise<string | null> {
  const backend = tf.backend();
  if (!(backend instanceof WebGPUBackend)) return null;
  const lost = backend.device.lost.then(({ reason, message }) => `(${reason}) ${message}`);
  const notLost = new Promise<null>((resolve) => setTimeout(resolve, 300, null));
  return Promise.race([lost, notLost]);
}

async function fail(error: unknown): Promise<void> {
  const said = error instanceof Error ? error.message || error.name : String(error);
  const status = saysOutOfMemory(said) ? 'out-of-memory' : 'failed';
  const loss = status === 'failed' ? await deviceLoss() : null;
  const reason = loss === null ? said : `the GPU device was lost ${loss}; ${said}`;
  const deviceLost = loss !== null || (status === 'failed' && saysDeviceLost(said));
  post({ type: 'error', status, reason: reason.replace(/\s+/g, ' ').slice(0, 1000), deviceLost });
}

self.addEventListener('message', ({ data }: MessageEvent<RunRequest>) => {
  run(data).catch(fail);
});
