/** @file Recognizes exhausted memory and lost devices by the messages of drivers. Pure, for workers and the browser. */

/** Messages of engines, runtimes and allocators that run out of memory. */
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

/** Whether a message of a browser or a driver reports that the GPU was lost. */
export const saysDeviceLost = (text: string): boolean => /\blost\b/i.test(text);

/** Whether a message reports that memory ran out. */
export const saysOutOfMemory = (text: string): boolean => outOfMemory.test(text);
