/** @file The bandwidth of the adapter's memory: a large copy, by a kernel and by the driver. */
import { streamKey, uniformArray } from '../../../../runner/models/generator.ts';
import type { Repeatable } from '../../comparison/measure/clock.ts';

const WORKGROUP = 256;

/** Each invocation copies one vector; workgroups are numbered in two dimensions, because one holds only 65,535. */
const CODE = `
@group(0) @binding(0) var<storage, read> original: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> copied: array<vec4<f32>>;
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let at = id.y * groups.x * ${WORKGROUP}u + id.x;
  if (at < arrayLength(&original)) { copied[at] = original[at]; }
}
`;

const MOST_WORKGROUPS = 32_768;

/** Values that fill the original again and again. */
const BLOCK_VALUES = 2 ** 20;

export interface Copy extends Repeatable {
  name: string;
}

export interface Copies {
  /** Size of the copied buffer. */
  bytes: number;
  copies: readonly Copy[];
  /** Whether the last part of the copy equals the original. */
  isRight(): Promise<boolean>;
  dispose(): void;
}

function createOriginal(device: GPUDevice, size: number, block: Float32Array<ArrayBuffer>): GPUBuffer {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const buffer = device.createBuffer({ size, usage });
  for (let at = 0; at < size; at += block.byteLength) device.queue.writeBuffer(buffer, at, block);
  return buffer;
}

async function readEnd(device: GPUDevice, buffer: GPUBuffer, size: number): Promise<Float32Array> {
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  const staging = device.createBuffer({ size, usage });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, buffer.size - size, staging, 0, size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const values = new Float32Array(staging.getMappedRange().slice(0));
  staging.destroy();
  return values;
}

/** @param wantedBytes may be cut to the limits of the adapter */
export async function openCopies(adapter: GPUAdapter, wantedBytes: number): Promise<Copies> {
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const device = await adapter.requestDevice({
    requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
  });
  const block = uniformArray(streamKey(1, 0), BLOCK_VALUES, 1);
  const most = Math.min(wantedBytes, maxBufferSize, maxStorageBufferBindingSize);
  const bytes = Math.floor(most / block.byteLength) * block.byteLength;
  const original = createOriginal(device, bytes, block);
  const copied = device.createBuffer({ size: bytes, usage: original.usage });
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code: CODE }) },
  });
  const bindGroup = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [original, copied].map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const workgroups = bytes / 16 / WORKGROUP;
  const across = Math.min(workgroups, MOST_WORKGROUPS);
  const submit = async (encode: (encoder: GPUCommandEncoder) => void) => {
    const encoder = device.createCommandEncoder();
    encode(encoder);
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
  };
  const byKernel = (times: number) =>
    submit((encoder) => {
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      for (let i = 0; i < times; i++) pass.dispatchWorkgroups(across, Math.ceil(workgroups / across));
      pass.end();
    });
  const byDriver = (times: number) =>
    submit((encoder) => {
      for (let i = 0; i < times; i++) encoder.copyBufferToBuffer(original, 0, copied, 0, bytes);
    });
  return {
    bytes,
    copies: [
      { name: 'kernel', run: byKernel },
      { name: 'copyBufferToBuffer', run: byDriver },
    ],
    isRight: async () => {
      const end = await readEnd(device, copied, 4096);
      return end.every((value, i) => value === block[BLOCK_VALUES - end.length + i]);
    },
    dispose: () => device.destroy(),
  };
}
