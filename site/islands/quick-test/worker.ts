/** @file Measures one size in a Web Worker: what a worker process is to the command line. */
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { runCell } from '../../../runner/engines/tfjs/run.ts';
import { createWebgpuBackend, setWebgpuFlags } from '../../../runner/engines/tfjs/webgpu.ts';
import type { Message, RunRequest } from '../../../runner/protocol.ts';

const post = (message: Message) => self.postMessage(message);

async function run(request: RunRequest): Promise<void> {
  setWebgpuFlags(request.cell.recipe);
  if (!(await tf.setBackend('webgpu'))) throw new Error('the adapter gives TensorFlow.js no device');
  await runCell(request, createWebgpuBackend(), post);
}

/** What browsers say when an array or a GPU buffer cannot be had. */
const outOfMemory = /out of memory|not enough memory|allocation failed|invalid array length/i;

function fail(error: unknown): void {
  const reason = (error instanceof Error ? error.message || error.name : String(error)).slice(0, 1000);
  post({ type: 'error', status: outOfMemory.test(reason) ? 'out-of-memory' : 'failed', reason });
}

self.addEventListener('message', ({ data }: MessageEvent<RunRequest>) => {
  run(data).catch(fail);
});
