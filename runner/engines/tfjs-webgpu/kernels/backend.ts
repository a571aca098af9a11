/** @file The part of tfjs' WebGPUBackend that is used here; most of it is private in its declaration. */
import type { TensorInfo } from '@tensorflow/tfjs-core';

export interface WebgpuBackend {
  device: GPUDevice;
  bufferManager: { acquireBuffer(size: number, usage: GPUBufferUsageFlags): GPUBuffer };
  /** `dtype` is that of the data, which a cast does not always change. */
  tensorMap: { get(dataId: object): { dtype: string; resource?: unknown } };
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  /** Dispatches that are not submitted yet. */
  dispatchCountInPass: number;
  /** Data that these dispatches use; its buffers are not reused before they are submitted. */
  commandQueueOwnedIds: WeakSet<object>;
  /** Buffers that are destroyed after the next submission. */
  stagingPendingDisposal: GPUBuffer[];
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  makeTensorInfo(shape: number[], dtype: 'float32'): TensorInfo;
  /** Gives a tensor a buffer and copies its values there if they are on the host; that ends the compute pass. */
  uploadToGPU(dataId: object): void;
}
