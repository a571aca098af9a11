/** @file Every engine that is set up here trains the small nets alike, in both recipes. */
import { fashionCnn } from '../runner/workloads/fashion-cnn.ts';
import { mnistCnn } from '../runner/workloads/mnist-cnn.ts';
import { conforms, trainers } from './conformance.ts';

const working = await trainers();
for (const model of [mnistCnn, fashionCnn]) conforms(model, working, ['naive', 'optimized']);
