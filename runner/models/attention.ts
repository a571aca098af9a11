/** @file One attention layer with its projections, a net without training: width 512, one head. */
import { type Net, selfAttention } from './layers.ts';

export const attentionLayer: Net = {
  id: 'attention',
  inputShape: [32, 512],
  input: { kind: 'features' },
  layers: [selfAttention(1)],
  source: 'Mac M4 GPU Benchmark, transformer_benchmark.py',
};
