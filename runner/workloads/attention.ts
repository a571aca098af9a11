/** @file Attention: one untrained layer of width 512 as used in a net, and the operation alone at growing lengths. */
import { type Net, selfAttention } from '../models/layers.ts';
import type { AttentionWorkload } from './workload.ts';

/** One head with its projections. */
export const attentionLayer: Net = {
  id: 'attention',
  inputShape: [32, 512],
  input: { kind: 'features' },
  layers: [selfAttention(1)],
  source: 'Mac M4 GPU Benchmark, transformer_benchmark.py',
};

export const workload: AttentionWorkload = {
  kind: 'attention',
  id: 'attention',
  modes: ['infer', 'op'],
  recipes: ['naive', 'optimized'],
  dtypes: ['float32', 'tf32', 'bfloat16', 'float16'],
  firstPreset: 'standard',
  priority: 8,
  layer: attentionLayer,
  layerLengths: [32, 64, 128, 256],
  heads: 8,
  sweepLengths: [128, 256, 512, 1024, 2048, 4096, 8192],
};
