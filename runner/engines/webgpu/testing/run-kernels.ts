/** @file Runs the kernels of one operation on the test machine's device, outside of any graph. */
import type { HostArray } from '../../compiled/backend.ts';
import type { StepScalars } from '../../compiled/graph/step.ts';
import { paddedBytes, sizeOf, type Value } from '../../compiled/graph/value.ts';
import { openDawn } from '../dawn.ts';
import { type OpenDevice, openDevice } from '../device/device.ts';
import { createCompiler, encode } from '../device/dispatch.ts';
import type { Locate } from '../device/pipelines.ts';
import { writeScalars } from '../device/scalars.ts';
import { readBuffer, toDeviceArray, toHostArray } from '../device/transfer.ts';
import type { Kernel, Scratch } from '../kernels/kernel.ts';

/** The device of this machine, or the reason why there is none. */
export async function openTestDevice(): Promise<OpenDevice | string> {
  const opened = await openDawn();
  return opened.adapter ? openDevice(opened.adapter) : opened.reason;
}

export const defaultScalars: StepScalars = {
  dropoutKey: 12_345,
  dropout: true,
  updateFactor: 1e-3,
  updateEpsilon: 1e-7,
};

/** STORAGE | COPY_DST | COPY_SRC; GPUBufferUsage exists only after Dawn was opened. */
const STORAGE = 0x80 | 0x08 | 0x04;

/**
 * Runs kernels one after another and returns what every value holds afterwards.
 * @param data Start values by value; the others start as NaN, so that reading what nothing wrote is noticed
 * @throws Error if the device rejects a kernel
 */
export async function runKernels(
  { device, failure }: OpenDevice,
  kernels: readonly Kernel[],
  data: ReadonlyMap<Value, HostArray>,
  scalars: StepScalars = defaultScalars,
  mostFlops?: number,
): Promise<Map<Value, Float32Array>> {
  const buffers = new Map<number | Scratch, GPUBuffer>();
  const values = new Map<number, Value>();
  const locate: Locate = (memory) => {
    const key = 'kind' in memory ? memory : memory.id;
    const bytes = 'kind' in memory ? memory.bytes : paddedBytes(memory);
    if (!('kind' in memory)) values.set(memory.id, memory);
    let buffer = buffers.get(key);
    if (buffer === undefined) {
      buffer = device.createBuffer({ size: Math.max(bytes, 16), usage: STORAGE });
      device.queue.writeBuffer(buffer, 0, new Uint8Array(buffer.size).fill(0xff));
      const array = 'kind' in memory ? undefined : data.get(memory);
      if (array && !('kind' in memory))
        device.queue.writeBuffer(buffer, 0, toDeviceArray(array, memory.type));
      buffers.set(key, buffer);
    }
    return { buffer, offset: 0 };
  };
  for (const value of data.keys()) locate(value);

  const compiler = createCompiler(device, mostFlops);
  const uniform = device.createBuffer({ size: 16, usage: 0x40 | 0x08 });
  writeScalars(device, uniform, scalars);
  const scalarsGroup = device.createBindGroup({
    layout: compiler.scalarsLayout,
    entries: [{ binding: 0, resource: { buffer: uniform } }],
  });
  const compiled = [];
  for (const kernel of kernels) compiled.push(await compiler.compile(kernel));
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setBindGroup(1, scalarsGroup);
  pass.setBindGroup(2, compiler.origins, [0]);
  for (const one of compiled) encode(pass, one, compiler.bind(one.kernel, locate), compiler.origins);
  pass.end();
  device.queue.submit([encoder.finish()]);

  const results = new Map<Value, Float32Array>();
  for (const value of values.values()) {
    const buffer = buffers.get(value.id)!;
    const bytes = await readBuffer(device, { buffer, offset: 0 }, paddedBytes(value));
    results.set(value, toHostArray(bytes, value.type, sizeOf(value)));
  }
  for (const buffer of [...buffers.values(), uniform]) buffer.destroy();
  compiler.dispose();
  const error = await failure(0);
  if (error) throw error;
  return results;
}
