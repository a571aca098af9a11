/** @file Resolves raw device names of drivers and operating systems to entries of the whole catalogue. */
import { hardware } from './index.ts';
import { createResolver } from './resolver.ts';

export const {
  resolve: resolveHardware,
  variants: hardwareVariants,
  nearest: nearestHardware,
} = createResolver(hardware);
