/** @file Counts compute dispatches at the interface of WebGPU, in the same way for every library. */

/** Dispatches that `work` encodes; it may encode them before its promise resolves. */
export async function countDispatches(work: () => unknown): Promise<number> {
  const passes = GPUComputePassEncoder.prototype;
  const { dispatchWorkgroups, dispatchWorkgroupsIndirect } = passes;
  let count = 0;
  passes.dispatchWorkgroups = function (this: GPUComputePassEncoder, ...sizes) {
    count++;
    return dispatchWorkgroups.apply(this, sizes);
  };
  passes.dispatchWorkgroupsIndirect = function (this: GPUComputePassEncoder, ...place) {
    count++;
    return dispatchWorkgroupsIndirect.apply(this, place);
  };
  try {
    await work();
    return count;
  } finally {
    Object.assign(passes, { dispatchWorkgroups, dispatchWorkgroupsIndirect });
  }
}
