/** @file The adapter that all libraries share. */
import type { Device } from '../../../../data/contract/cell.ts';
import { startWebgpu } from '../../../../runner/engines/tfjs-webgpu/start.ts';

export interface Machine {
  device: Device;
  /** Whether the CPU emulates the adapter. */
  emulated: boolean;
  /** Whether kernels can compute in half precision. */
  half: boolean;
  adapter: GPUAdapter;
}

/** Opens Dawn as `navigator.gpu` and starts tfjs on it. Throws if there is no adapter. */
export async function openMachine(): Promise<Machine> {
  const started = await startWebgpu('optimized');
  if (!started.available) throw new Error(`${started.reason}; ${started.remedy}`);
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error('the adapter is gone');
  const { device } = started;
  return { device, emulated: device.software === true, half: adapter.features.has('shader-f16'), adapter };
}
