/** @file The best result of a part of the quick test. Pure. */
import type { PartId } from '../measure/parts.ts';
import type { Measured, Summary } from './summary.ts';

/** The fastest size of a part with a correct result, or null. */
export function bestOf(summaries: readonly Summary[], part: PartId): Measured | null {
  return summaries.reduce<Measured | null>((best, one) => {
    if (one.kind !== 'measured' || one.part !== part || !one.correct) return best;
    return best !== null && best.value >= one.value ? best : one;
  }, null);
}
