/** @file The dtypes of the `webgpu` engine. WGSL has no bfloat16; an adapter may lack float16, which only the device knows. */
import type { FloatDType } from '../../../data/contract/words.ts';

export const dtypes: readonly FloatDType[] = ['float32', 'float16'];
