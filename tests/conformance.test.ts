/** @file Every engine that is set up here trains the small nets alike, in both recipes. */
import { models } from '../runner/workloads/index.ts';
import { conform, isLarge, trainers } from './conformance.ts';

conform(
  models.filter((model) => !isLarge(model)),
  await trainers(),
  ['naive', 'optimized'],
);
