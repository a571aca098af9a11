/** @file Every engine that is set up gets the same losses for the small nets, in both recipes. */
import { models } from '../runner/workloads/index.ts';
import { conform, isLarge, trainers } from './conformance.ts';

conform(
  models.filter((model) => !isLarge(model)),
  await trainers(),
  ['naive', 'optimized'],
);
