/** @file Every engine that is set up here trains the small nets alike, in both recipes. */
import { models } from '../runner/workloads/index.ts';
import { conforms, isLarge, trainers } from './conformance.ts';

const working = await trainers();
for (const model of models.filter((one) => !isLarge(one))) conforms(model, working, ['naive', 'optimized']);
