/** @file Every engine that is set up gets the same losses for the large nets, in the optimized recipe. */
import { models } from '../runner/workloads/index.ts';
import { conform, isLarge, trainers } from './conformance.ts';

conform(models.filter(isLarge), await trainers(), ['optimized']);
