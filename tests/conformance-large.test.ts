/** @file Every engine that is set up here trains the large nets alike, in its optimized recipe. */
import { models } from '../runner/workloads/index.ts';
import { conform, isLarge, trainers } from './conformance.ts';

conform(models.filter(isLarge), await trainers(), ['optimized']);
