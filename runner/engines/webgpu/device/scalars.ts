/** @file The uniform that holds a step's scalars, as `DECLARATION_OF_SCALARS` in kernels/kernel.ts lays it out. */
import type { StepScalars } from '../../compiled/graph/step.ts';

export const SCALARS_BYTES = 16;

export function writeScalars(device: GPUDevice, buffer: GPUBuffer, scalars: StepScalars): void {
  const view = new DataView(new ArrayBuffer(SCALARS_BYTES));
  view.setUint32(0, scalars.dropoutKey, true);
  view.setUint32(4, scalars.dropout ? 1 : 0, true);
  view.setFloat32(8, scalars.updateFactor, true);
  view.setFloat32(12, scalars.updateEpsilon, true);
  device.queue.writeBuffer(buffer, 0, view.buffer);
}
