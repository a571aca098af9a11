/** @file What lowering and planning must know of a device. */

export interface Limits {
  /** Most bytes of one array that an operation can use. */
  bindingBytes: number;
  /** Most arrays that an operation can use, with its outputs. */
  bindings: number;
  /** Most bytes of all arrays of a graph together; unknown if absent. */
  totalBytes?: number;
  /** Whether float16 is stored and multiplied. */
  half: boolean;
}
