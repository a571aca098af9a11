/** @file How rates are measured and shown. */
import type { Now } from '../measure/allowance.ts';
import type { Effort } from '../measure/clock.ts';

export interface Measuring {
  /** Unit of rates and its size in operations per second. */
  rate: { unit: string; size: number };
  effort: Effort;
  /** The clock of the seconds that a table may take. */
  now: Now;
}
