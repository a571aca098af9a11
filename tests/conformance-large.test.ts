/** @file Every engine that is set up here trains the large nets alike, in its optimized recipe. */

import { parameterCount } from '../runner/models/shapes.ts';
import { models } from '../runner/workloads/index.ts';
import { conforms, isSlow, tellSlow, trainers } from './conformance.ts';

const LARGE = 1e6;

const working = await trainers();
const fast = working.filter((one) => !isSlow(one));
for (const one of working.filter(isSlow)) tellSlow(one);
for (const model of models.filter((one) => parameterCount(one) > LARGE)) conforms(model, fast, ['optimized']);
