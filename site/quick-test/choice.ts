/** @file What the quick test measures, as the visitor chooses it. Pure. */
import type { DeviceKind } from '../../data/contract/words.ts';

/** `both`: one after the other, because they share memory and heat. */
export type Choice = DeviceKind | 'both';

/** The devices of a choice, in the order in which they are measured. */
export const devicesOf = (choice: Choice): readonly DeviceKind[] =>
  choice === 'both' ? ['gpu', 'cpu'] : [choice];

/** Why the GPU cannot be chosen: the page was not opened over HTTPS, or the browser has no WebGPU. */
export type NoGpu = 'insecure' | 'unsupported';
