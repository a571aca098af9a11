/** @file What a lie gains: how much faster a result looks than it was. */
import type { Result } from '../../../data/contract/submission.ts';
import { median } from '../../../data/derive/stats.ts';

/** Nanoseconds of an item, by the median of the repetitions; null if nothing was measured. */
function itemNs({ outcome }: Result): number | null {
  if (outcome.status !== 'ok') return null;
  return median(
    outcome.repetitions.map(({ samplesNs, itemsPerSample }) => median(samplesNs) / itemsPerSample),
  );
}

/** Logarithm of the honest time of an item over the told one; 0 where there is no honest one. */
export function logGainOf(honest: Result | undefined, told: Result | undefined): number {
  const [was, is] = [honest, told].map((one) => (one === undefined ? null : itemNs(one)));
  return was && is ? Math.log(was / is) : 0;
}
