/** @file Every engine that is set up here trains the large nets alike, in its optimized recipe. */

import { models } from '../runner/workloads/index.ts';
import { conforms, isLarge, isSlow, tellSlow, trainers } from './conformance.ts';

const working = await trainers();
const fast = working.filter((one) => !isSlow(one));
for (const one of working.filter(isSlow)) tellSlow(one);
for (const model of models.filter(isLarge)) conforms(model, fast, ['optimized']);
