/** @file What the WebAssembly of this JavaScript engine can do. */

export interface Features {
  simd: boolean;
  /** Fused multiplication and addition. */
  relaxedSimd: boolean;
  /** Pairs of neighboring vectors are computed as one; never known from the modules below, but measured. */
  wideVectors: boolean;
  /** Memory that threads share, and waiting for them. */
  sharedMemory: boolean;
  /** Memory of more than 4 GiB. */
  memory64: boolean;
}

/** Modules that are valid where there is a feature; each is assembled from the text above it. */
const modules = {
  // (func (param v128) (result v128) (f32x4.sqrt (local.get 0)))
  simd: '01060160017b017b030201000a090107002000fde3010b',
  // (func (param v128) (result v128) (f32x4.relaxed_madd (local.get 0) (local.get 0) (local.get 0)))
  relaxedSimd: '01060160017b017b030201000a0d010b00200020002000fd85020b',
  // (memory 1 1 shared) (func (drop (memory.atomic.notify (i32.const 0) (i32.const 0))))
  atomics: '010401600000030201000504010301010a0d010b0041004100fe0002001a0b',
  // (memory i64 1)
  memory64: '0503010401',
};

/** "\0asm" and version 1. */
const PREFIX = '0061736d01000000';

function isValid(hexadecimal: string): boolean {
  const digits = (PREFIX + hexadecimal).match(/../g)!;
  return WebAssembly.validate(Uint8Array.from(digits, (pair) => Number.parseInt(pair, 16)));
}

/** A browser gives shared memory only to pages that it isolates from others. */
function hasSharedMemory(): boolean {
  try {
    const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    return buffer instanceof SharedArrayBuffer && isValid(modules.atomics);
  } catch {
    return false;
  }
}

export const detectFeatures = (): Features => ({
  simd: isValid(modules.simd),
  relaxedSimd: isValid(modules.relaxedSimd),
  wideVectors: false,
  sharedMemory: hasSharedMemory(),
  memory64: isValid(modules.memory64),
});
