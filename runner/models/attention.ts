/** @file The net of the workload `attention`: one self-attention layer of width 512 with one head, never trained. */
import { type Net, selfAttention } from './layers.ts';

export const attentionLayer: Net = {
  id: 'attention',
  inputShape: [32, 512],
  input: { kind: 'features' },
  layers: [selfAttention(1)],
  source: 'Mac M4 GPU Benchmark, transformer_benchmark.py',
};
