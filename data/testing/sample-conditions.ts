/** @file The conditions of a desktop at rest, for tests. */
import type { Conditions } from '../contract/submission.ts';

export const sampleConditions = (changes: Partial<Conditions> = {}): Conditions => ({
  powerSource: 'ac',
  lowPowerMode: false,
  loadAverage: 0,
  freeMemoryBytes: 2 ** 35,
  virtualisation: 'none',
  cpuLimit: null,
  cpuAffinity: null,
  memoryLimitBytes: null,
  throttled: null,
  bookend: null,
  ...changes,
});
