/** @file Attention: one layer as a net uses it, and the operation alone at growing lengths. */
import { attentionLayer } from '../models/attention.ts';
import type { AttentionWorkload } from './workload.ts';

export const attention: AttentionWorkload = {
  kind: 'attention',
  id: 'attention',
  modes: ['infer', 'op'],
  recipes: ['naive', 'optimized'],
  dtypes: ['float32', 'bfloat16', 'float16'],
  layer: attentionLayer,
  layerLengths: [32, 64, 128, 256],
  heads: 8,
  sweepLengths: [128, 256, 512, 1024, 2048, 4096, 8192],
};
