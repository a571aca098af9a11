/** @file Starts the WebGPU backend of tfjs in Node. */
import * as tf from '@tensorflow/tfjs-core';
import type { Device } from '../../../data/contract/cell.ts';
import type { Recipe } from '../../../data/contract/words.ts';
import type { TfjsBackend } from '../tfjs/backend/backend.ts';
import { toDevice } from '../webgpu/adapter.ts';
import { openDawn } from '../webgpu/dawn.ts';
import { createWebgpuBackend } from './backend.ts';
import { registerKernels, restoreStockKernels } from './kernels/register.ts';

export type Started =
  | { available: true; backend: TfjsBackend; device: Device }
  | { available: false; reason: string; remedy: string };

/**
 * @param recipe `optimized` has our kernels, `naive` only those of TensorFlow.js.
 * @param wanted Name of the GPU; null for the fastest.
 */
export async function startWebgpu(recipe: Recipe, wanted: string | null = null): Promise<Started> {
  const opened = await openDawn(process.platform, wanted);
  if (!opened.adapter) return { available: false, reason: opened.reason, remedy: opened.remedy };
  // These register themselves only if navigator.gpu already exists.
  await import('@tensorflow/tfjs-backend-cpu');
  await import('@tensorflow/tfjs-backend-webgpu');
  // Otherwise small tensors would silently be computed on the CPU.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  if (recipe === 'optimized') registerKernels();
  else restoreStockKernels();
  if (!(await tf.setBackend('webgpu'))) {
    return {
      available: false,
      reason: 'the adapter provides no device for TensorFlow.js',
      remedy: 'update the driver of the GPU',
    };
  }
  return {
    available: true,
    backend: createWebgpuBackend(),
    device: toDevice(opened.adapter.info, opened.api),
  };
}
