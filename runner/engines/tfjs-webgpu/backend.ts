/** @file The WebGPU backend of tfjs for the shared worker code. */
import * as tf from '@tensorflow/tfjs-core';
import type { TfjsBackend } from '../tfjs/backend/backend.ts';
import { watchDevice } from '../webgpu/device/device.ts';
import type { WebgpuBackend } from './kernels/backend.ts';
import { observeKernels } from './kernels/register.ts';

/** The active backend must be `webgpu`. */
export function createWebgpuBackend(): TfjsBackend {
  const backend = tf.backend() as unknown as WebgpuBackend;
  const { device } = backend;
  const failure = watchDevice(device);
  const memory = () => tf.memory() as tf.MemoryInfo & { numBytesAllocatedInGPU: number };
  return {
    version: tf.version_core,
    observed: () => ({
      computedOn: 'gpu',
      subgroups: device.features.has('subgroups'),
      ...observeKernels(),
    }),
    finish: async () => {
      // Operations are queued in a batch; onSubmittedWorkDone alone does not submit it.
      backend.ensureCommandEncoderReady();
      backend.endComputePassEncoder();
      backend.submitQueue();
      await device.queue.onSubmittedWorkDone();
      const error = await failure(0);
      if (error) throw error;
    },
    failure,
    // The buffers of tensors stay in a pool, so this is the peak but for scratch memory that a larger one replaced.
    peakMemory: () => ({ bytes: memory().numBytesAllocatedInGPU, method: 'gpu-allocated' }),
  };
}
