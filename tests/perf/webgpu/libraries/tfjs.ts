/** @file TensorFlow.js on WebGPU in both recipes of the engine `tfjs-webgpu`. */
import { createWebgpuBackend } from '../../../../runner/engines/tfjs-webgpu/backend.ts';
import type { Library } from '../../comparison/libraries/library.ts';
import { TfjsComputation } from '../../comparison/libraries/tfjs.ts';
import { freshBackend, selectKernels } from './tfjs-device.ts';

/** The active backend of tfjs must be `webgpu`. Half precision is left out: tfjs computes in float32. */
export function tfjs(): Library[] {
  let backend = createWebgpuBackend();
  return (['naive', 'optimized'] as const).map((recipe) => ({
    name: `tfjs ${recipe}`,
    version: backend.version,
    prepare: async (problem, operands) => {
      if (problem.kind === 'product' && problem.type === 'float16') return null;
      if ((await backend.failure(0)) !== null) backend = await freshBackend();
      const use = { recipe, selectKernels: () => selectKernels(recipe), finish: backend.finish };
      return new TfjsComputation(use, problem, operands);
    },
  }));
}
