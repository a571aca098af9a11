/** @file Arrays between host and device: converted to the type of their value, padded to whole vectors. */
import type { HostArray } from '../../compiled/backend.ts';
import { ELEMENT_BYTES, type ElementType } from '../../compiled/graph/value.ts';

/**
 * The array as the device stores it; half precision in whole pairs, because copies have multiples of 4 bytes, and as bytes,
 * because Dawn of npm `webgpu` 0.6.2 divides by zero when it is given a Float16Array.
 */
export function toDeviceArray(array: HostArray, type: ElementType): ArrayBufferView<ArrayBuffer> {
  if (type !== 'float16') return array;
  const halves = new Float16Array(Math.ceil(array.length / 2) * 2);
  halves.set(array);
  return new Uint8Array(halves.buffer);
}

export function toHostArray(
  bytes: ArrayBuffer,
  type: ElementType,
  length: number,
): Float32Array<ArrayBuffer> {
  switch (type) {
    case 'float32':
      return new Float32Array(bytes, 0, length);
    case 'float16':
      return Float32Array.from(new Float16Array(bytes, 0, length));
    case 'int32':
      return Float32Array.from(new Int32Array(bytes, 0, length));
  }
}

/** Reads part of a buffer; waits for everything that was submitted before. */
export async function readBuffer(
  device: GPUDevice,
  { buffer, offset }: { buffer: GPUBuffer; offset: number },
  bytes: number,
): Promise<ArrayBuffer> {
  const staging = device.createBuffer({
    size: bytes,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, offset, staging, 0, bytes);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const copy = staging.getMappedRange().slice(0);
  staging.destroy();
  return copy;
}

/** Copies have multiples of 4 bytes, also at odd elements of half precision. */
const COPY_BYTES = 4;

/** Reads `count` elements from index `first` of a value. */
export async function readElements(
  device: GPUDevice,
  { buffer, offset }: { buffer: GPUBuffer; offset: number },
  type: ElementType,
  first: number,
  count: number,
): Promise<Float32Array<ArrayBuffer>> {
  const size = ELEMENT_BYTES[type];
  const begin = Math.floor((first * size) / COPY_BYTES) * COPY_BYTES;
  const end = Math.ceil(((first + count) * size) / COPY_BYTES) * COPY_BYTES;
  const bytes = await readBuffer(device, { buffer, offset: offset + begin }, end - begin);
  const before = first - begin / size;
  return toHostArray(bytes, type, before + count).subarray(before);
}
