/** @file DeiT-small with one of its twelve equal encoder layers, on images of two patches: as wide, but trained in seconds. */
import type { Model } from '../models/layers.ts';
import { deitSmall } from '../workloads/deit-small.ts';

const { layers } = deitSmall;
const encoder = layers.findIndex(({ kind }) => kind === 'residual');

/** Has every layer of `deitSmall` at its width; conformance.ts says which engines train it instead. */
export const shortDeit: Model = {
  ...deitSmall,
  inputShape: [32, 16, 3],
  layers: layers.filter(({ kind }, at) => kind !== 'residual' || (at >= encoder && at < encoder + 2)),
};
