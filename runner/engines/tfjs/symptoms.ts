/** @file What drivers and allocators say, read the same in a worker process and in a browser. Pure. */

/** Names under which drivers that compute on the CPU present themselves: SwiftShader, Mesa's, Windows' WARP. */
const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|software rasterizer|\bwarp\b|basic render/i;

/** What engines, runtimes and allocators say when memory is gone. */
const outOfMemory =
  /out of memory|not enough memory|allocation failed|invalid (?:typed )?array (?:buffer )?length|memory access out of bounds|cannot enlarge memory|bad_alloc|cannot allocate memory|could not allocate|ENOMEM|resource_exhausted|OOM when allocating|out_of_(?:device_|host_)?memory|exceeds the max(?:imum)? buffer size|larger than the maximum .{0,20}binding size/i;

/** Whether a driver's name belongs to a GPU that the CPU emulates. */
export const namesSoftware = (name: string): boolean => softwareNames.test(name);

/** Whether a text says that memory ran out. */
export const saysOutOfMemory = (text: string): boolean => outOfMemory.test(text);
