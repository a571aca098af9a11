/** @file What the engine cannot do without. */
import { UnsupportedError } from '../../worker/unsupported.ts';
import type { Features } from './device/features.ts';

/** @throws UnsupportedError if there is no SIMD, in which all kernels are written */
export function requireSimd({ simd }: Features): void {
  if (simd) return;
  throw new UnsupportedError(
    'WebAssembly without SIMD',
    'this processor or JavaScript engine has none (x64 needs SSE4.1); use --engine tfjs-wasm',
  );
}
