/** @file The WebGPU backend of tfjs for the shared worker code, in Node and in the browser. */
import * as tf from '@tensorflow/tfjs-core';
import type { Observed } from '../../../../data/contract/outcome.ts';
import type { TfjsBackend } from './backend.ts';

/** The part of tfjs' WebGPUBackend that is needed to wait for the device. */
export interface DeviceBackend {
  device: GPUDevice;
  queue: GPUQueue;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/** Call this before `tf.setBackend('webgpu')`. Otherwise small tensors would silently be computed on the CPU. */
export function setWebgpuFlags(): void {
  tf.env().set('WEBGPU_CPU_FORWARD', false);
}

/**
 * The active backend must be `webgpu`.
 * @param observeKernels what is to be known of its kernels
 */
export function createWebgpuBackend(observeKernels: () => Observed = () => ({})): TfjsBackend {
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
    observed: () => ({ subgroups: device.features.has('subgroups'), ...observeKernels() }),
    finish: async () => {
      // Operations are queued in a batch; onSubmittedWorkDone alone does not submit it.
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
    // The buffer pool never shrinks, so this is the peak.
    peakMemory: () => ({ bytes: memory().numBytesAllocatedInGPU, method: 'gpu-allocated' }),
  };
}
