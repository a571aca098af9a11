/** @file The product of two square matrices: how much arithmetic a device can do at best. */
import type { MatMulWorkload } from './workload.ts';

export const matmul: MatMulWorkload = {
  kind: 'matmul',
  id: 'matmul',
  title: 'Matrix multiplication',
  description:
    'Multiplies two square matrices, the operation at the heart of every net; the TFLOP/s are the most that training can hope for on this device.',
  modes: ['op'],
  metric: 'tflops',
  recipes: ['optimized'],
  dtypes: ['float32', 'float16', 'bfloat16'],
  sizes: {
    smoke: { cpu: [256], gpu: [256] },
    quick: { cpu: [1024], gpu: [1024, 2048] },
    standard: { cpu: [1024, 2048], gpu: [1024, 2048, 4096] },
    full: { cpu: [1024, 2048, 4096], gpu: [1024, 2048, 4096, 8192] },
  },
};

/** A multiply and an add for each of n^3 pairs. */
export const matmulFlops = (size: number): number => 2 * size ** 3;
