/** @file The dtypes of the `wasm` engine: WebAssembly has no half precision. */
import type { FloatDType } from '../../../data/contract/words.ts';

export const dtypes: readonly FloatDType[] = ['float32'];
