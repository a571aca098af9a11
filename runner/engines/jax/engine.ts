/** @file The `jax` engine. JAX: XLA on CUDA or the CPU. */
import { pythonEngine } from '../python/engine.ts';
import { requirements } from './requirements.ts';

export const engine = pythonEngine({
  id: 'jax',
  computes: 'nets',
  // After the frameworks that are more widely used for training, before TensorFlow.js.
  preference: { gpu: 35, cpu: 35 },
  expected: {
    // The step and, for a net with dropout, its forward pass; inference is one function. Seen on two busy cores: 1.2 s for
    // small nets to 6 s for VGG16, each.
    compilingMs: ({ mode }) => (mode === 'train' || mode === 'converge' ? 6000 : mode === 'infer' ? 3000 : 0),
    // Seen on one of them: 86e9 by products, 10e9 by the training of VGG16 and resnet18.
    core: { op: 80e9, net: 10e9 },
  },
  // The default precision of JAX on such GPUs (docs.jax.dev, "Matmul precision").
  copies: true,
  naiveDType: () => 'tf32',
  deviceKinds: ['gpu', 'cpu'],
  module: 'jax',
  requirements,
});
