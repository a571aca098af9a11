/** @file The adapter that all libraries share, and this engine on it. */
import type { Device } from '../../../../data/contract/cell.ts';
import type { Backend } from '../../../../runner/engines/compiled/backend.ts';
import { startWebgpu } from '../../../../runner/engines/tfjs-webgpu/start.ts';
import { openChoices } from '../../../../runner/engines/webgpu/choices-file.ts';
import { createBackend } from '../../../../runner/engines/webgpu/device/backend.ts';
import { openDevice } from '../../../../runner/engines/webgpu/device/device.ts';
import type { KernelLimits } from '../../../../runner/engines/webgpu/kernels/kernel.ts';

export interface Machine {
  device: Device;
  /** Whether the CPU emulates the adapter. */
  emulated: boolean;
  /** Whether kernels can compute in half precision. */
  half: boolean;
  adapter: GPUAdapter;
  backend: Backend;
  kernelLimits: KernelLimits;
}

/** Opens Dawn as `navigator.gpu`, and starts tfjs and this engine on it. Throws if there is no adapter. */
export async function openMachine(): Promise<Machine> {
  const started = await startWebgpu('optimized');
  if (!started.available) throw new Error(`${started.reason}; ${started.remedy}`);
  const request = async () => {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter === null) throw new Error('the adapter is gone');
    return adapter;
  };
  // An adapter gives one device; the other is for the copies.
  const own = await request();
  const opened = await openDevice(own);
  return {
    device: started.device,
    emulated: opened.software,
    half: opened.half,
    adapter: await request(),
    backend: createBackend(opened, openChoices(own.info)),
    kernelLimits: opened.kernelLimits,
  };
}
