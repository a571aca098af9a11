/** @file What drivers and allocators say, read the same in a worker process and in a browser. Pure. */

/** What engines, runtimes and allocators say when memory is gone. */
const outOfMemory = new RegExp(
  [
    "out of memory|not enough memory|insufficient memory|can(?:not|'t) allocate memory|could not allocate|ENOMEM",
    'out_?of_?(?:device_|host_)?memory|resource_?exhausted|OOM when allocating|bad_alloc|memoryerror',
    // JavaScript and WebAssembly
    'allocation failed|invalid (?:typed )?array (?:buffer )?length|memory access out of bounds|cannot enlarge memory',
    // WebGPU, and Metal through MLX
    'exceeds the max(?:imum)? buffer size|larger than the maximum .{0,20}binding size|maximum allowed buffer size',
    // MLX and NumPy; ggml; libraries of CUDA
    'unable to allocate|failed to allocate .{0,40}(?:buffer|memory|bytes)|_ALLOC_FAILED',
  ].join('|'),
  'i',
);

/** Whether a text by a browser or a driver says that the GPU was taken away. */
export const saysDeviceLost = (text: string): boolean => /\blost\b/i.test(text);

/** Whether a text says that memory ran out. */
export const saysOutOfMemory = (text: string): boolean => outOfMemory.test(text);
