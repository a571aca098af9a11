/** @file How large everything is: for a GPU, or small enough for an adapter that the CPU emulates. */
import { cpuTime } from '../../comparison/measure/allowance.ts';
import type { Effort } from '../../comparison/measure/clock.ts';
import type { Measuring } from '../../comparison/tables/measuring.ts';

export interface Scale extends Measuring {
  copyBytes: number;
  /** Rows of square products. */
  squares: readonly number[];
  /** Divides the depth of products that are as skinny as filter gradients. */
  depthDivisor: number;
  /** Samples of a convolution for each of the optimized batch. */
  batchDivisor: number;
  /** Convolutions of a net: the last ones, whose images are the smallest. */
  mostConvolutions: number;
  /** Tokens of all sequences of an attention together. */
  tokens: number;
  attentionLengths: readonly number[];
  /** Of a training step. */
  stepEffort: Effort;
  /** That each part may take. */
  seconds: { ceilings: number; gemm: number; convolution: number; attention: number; nets: number };
}

export const onGpu: Scale = {
  rate: { unit: 'TFLOP/s', size: 1e12 },
  copyBytes: 2 ** 29,
  squares: [512, 1024, 2048, 4096],
  depthDivisor: 1,
  batchDivisor: 1,
  mostConvolutions: 100,
  tokens: 12_288,
  attentionLengths: [128, 256, 512, 1024, 2048, 4096],
  effort: { samples: 5, budgetMs: 150 },
  stepEffort: { samples: 3, budgetMs: 900 },
  now: () => performance.now(),
  seconds: { ceilings: 8, gemm: 25, convolution: 64, attention: 16, nets: 62 },
};

export const onCpu: Scale = {
  rate: { unit: 'GFLOP/s', size: 1e9 },
  copyBytes: 2 ** 26,
  squares: [64, 256],
  depthDivisor: 128,
  batchDivisor: 256,
  mostConvolutions: 3,
  tokens: 256,
  attentionLengths: [128, 256],
  effort: { samples: 3, budgetMs: 60 },
  stepEffort: { samples: 1, budgetMs: 100 },
  now: cpuTime,
  seconds: { ceilings: 10, gemm: 16, convolution: 22, attention: 14, nets: 50 },
};
