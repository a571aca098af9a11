import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { Recipe } from '../../../data/contract/words.ts';
import { sampleCell } from '../../../data/testing/sample-cell.ts';
import type { Message, RunRequest } from '../../protocol/messages.ts';
import { sampleRequest } from '../../testing/sample-request.ts';
import { errorMessage } from '../../worker/serve.ts';
import { runCell } from '../tfjs/run.ts';
import { createWebgpuBackend } from './backend.ts';
import { startWebgpu } from './start.ts';

const started = await startWebgpu('optimized');

/** The device of the active backend. */
const device = () => (tf.backend() as unknown as { device: GPUDevice }).device;

const request = (recipe: Recipe): RunRequest =>
  sampleRequest(
    sampleCell({
      workload: 'matmul',
      mode: 'op',
      engine: 'tfjs-webgpu',
      device: { kind: 'gpu', api: 'vulkan', name: 'test', software: true },
      recipe,
      size: 16,
    }),
    { maxMeasureMs: 20_000, exactSamples: 300 },
  );

/** The message that the worker would send if `onMeasure` runs during timing. */
async function struck(recipe: Recipe, onMeasure: () => void): Promise<Message | null> {
  const run = runCell(request(recipe), createWebgpuBackend(), (message) => {
    if (message.type === 'progress' && message.phase === 'measure') onMeasure();
  });
  return run.then(() => null, errorMessage);
}

/** Starts the backend on a fresh device. */
async function freshDevice(): Promise<void> {
  const factory = tf.findBackendFactory('webgpu');
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', factory);
  await tf.setBackend('webgpu');
}

if (started.available) {
  test.each<Recipe>(['optimized', 'naive'])(
    'a device lost during the %s recipe is reported with the reason',
    async (recipe) => {
      await freshDevice();
      expect(await struck(recipe, () => device().destroy())).toMatchObject({
        type: 'error',
        status: 'failed',
        reason: expect.stringMatching(/the GPU device was lost \(destroyed\)/),
      });
    },
    120_000,
  );

  test.each<Recipe>(['optimized', 'naive'])(
    'a buffer that the device rejects is out of memory in the %s recipe',
    async (recipe) => {
      await freshDevice();
      const tooMany = Math.ceil(device().limits.maxBufferSize / 4) + 1;
      expect(await struck(recipe, () => tf.fill([tooMany], 1).dispose())).toMatchObject({
        type: 'error',
        status: 'out-of-memory',
        reason: expect.stringContaining('exceeds the max buffer size'),
      });
    },
    120_000,
  );
} else {
  test('without a driver there is no device', () => {
    expect(started.reason).toMatch(/./);
  });
}
