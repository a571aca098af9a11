/** @file Opens the device of an adapter with the features and limits that kernels use. Runs in Node and in browsers. */

import type { KernelLimits } from '../kernels/kernel.ts';
import { isSoftware } from './software.ts';

/** Used where an adapter has them. */
const FEATURES = ['shader-f16', 'subgroups', 'timestamp-query'] as const;

/** Limits that are raised to those of the adapter. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxStorageBuffersPerShaderStage',
] as const;

/** A device, and what the kernels need to know about it. */
export interface OpenDevice {
  device: GPUDevice;
  info: GPUAdapterInfo;
  /** Whether the CPU emulates it; then nothing is tuned. */
  software: boolean;
  kernelLimits: KernelLimits;
  /** Whether half precision can be stored and computed. */
  half: boolean;
  /** Whether the time of kernels can be measured on the device. */
  timestamps: boolean;
  /**
   * The first error that no call raised (the device was lost, or it rejected a buffer), or null; waits this long for one.
   */
  failure(patienceMs: number): Promise<Error | null>;
}

/** Watches a device for errors that no call raises. */
export function watchDevice(device: GPUDevice): OpenDevice['failure'] {
  let failure: Error | null = null;
  device.addEventListener('uncapturederror', ({ error }) => {
    failure ??= new Error(`the GPU reports: ${error.message}`);
  });
  const lost = device.lost.then(({ reason, message }) => {
    failure ??= new Error(`the GPU device was lost (${reason}): ${message}`);
  });
  return async (patienceMs) => {
    const patience = new Promise<void>((resolve) => {
      setTimeout(resolve, patienceMs);
    });
    if (failure === null && patienceMs > 0) await Promise.race([lost, patience]);
    return failure;
  };
}

export const kernelLimitsOf = ({ limits, features }: GPUDevice, info: GPUAdapterInfo): KernelLimits => ({
  workgroupBytes: limits.maxComputeWorkgroupStorageSize,
  invocations: limits.maxComputeInvocationsPerWorkgroup,
  subgroups: features.has('subgroups'),
  software: isSoftware(info),
});

/**
 * @param leastLimits Whether to ask for no more than every device has, to test with it.
 * @throws Error if the adapter gives no device
 */
export async function openDevice(adapter: GPUAdapter, { leastLimits = false } = {}): Promise<OpenDevice> {
  const { info, limits } = adapter;
  const device = await adapter.requestDevice(
    leastLimits
      ? {}
      : {
          requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
          requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, limits[name]])),
        },
  );
  return {
    device,
    info,
    software: isSoftware(info),
    kernelLimits: kernelLimitsOf(device, info),
    half: device.features.has('shader-f16'),
    timestamps: device.features.has('timestamp-query'),
    failure: watchDevice(device),
  };
}
