/** @file The WebGPU backend of tfjs as the shared worker code sees it, in Node and in the browser alike. */
import * as tf from '@tensorflow/tfjs-core';
import type { Recipe } from '../../../../data/contract/words.ts';
import type { TfjsBackend } from './backend.ts';
import { isFilterGradientReplaced, replaceFilterGradient } from './filter-gradient.ts';

/** The public part of tfjs' WebGPUBackend that is needed to wait for the device. */
interface DeviceBackend {
  device: GPUDevice;
  queue: GPUQueue;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/**
 * To be called before `tf.setBackend('webgpu')`. Small tensors would otherwise be computed on the CPU without notice;
 * the optimized recipe also takes the convolution gradients that are made of matrix products instead of loops.
 */
export function setWebgpuFlags(recipe: Recipe): void {
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  tf.env().set('WEBGPU_USE_NAIVE_CONV2D_TRANSPOSE', recipe === 'naive');
  replaceFilterGradient('webgpu', recipe === 'optimized');
}

/** The running backend must be `webgpu`. */
export function createWebgpuBackend(): TfjsBackend {
  const backend = tf.backend() as unknown as DeviceBackend;
  const { device, queue } = backend;
  let failure: Error | null = null;
  device.addEventListener('uncapturederror', ({ error }) => {
    failure ??= new Error(`the GPU reports: ${error.message}`);
  });
  const lost = device.lost.then(({ reason, message }) => {
    failure ??= new Error(`the GPU device was lost (${reason}): ${message}`);
  });
  const memory = () => tf.memory() as tf.MemoryInfo & { numBytesAllocatedInGPU: number };
  return {
    version: tf.version_core,
    observed: () => ({
      subgroups: device.features.has('subgroups'),
      matmulConvGradient: tf.env().getBool('WEBGPU_USE_NAIVE_CONV2D_TRANSPOSE') === false,
      matmulFilterGradient: isFilterGradientReplaced('webgpu'),
    }),
    finish: async () => {
      // Operations wait in a batch; onSubmittedWorkDone alone does not send it off.
      backend.ensureCommandEncoderReady();
      backend.endComputePassEncoder();
      backend.submitQueue();
      await queue.onSubmittedWorkDone();
      if (failure !== null) throw failure;
    },
    failure: async (patienceMs) => {
      const patience = new Promise<void>((resolve) => {
        setTimeout(resolve, patienceMs);
      });
      if (failure === null && patienceMs > 0) await Promise.race([lost, patience]);
      return failure;
    },
    // The pool of buffers never shrinks, so this is the highest it was.
    peakMemory: () => ({ bytes: memory().numBytesAllocatedInGPU, method: 'gpu-allocated' }),
  };
}
