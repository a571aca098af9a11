/** @file P31: whether a machine throttled follows from the product that was timed before and after the run. */
import type { Check, CheckFinding } from '../contract/check.ts';

/** The machine throttled if the closing product ran below this share of the opening rate (`runner/execute/throttle.ts`). */
const UNTHROTTLED_SHARE = 0.95;

/**
 * Times as long as that after the run, the product before it was timed on another machine, or while others kept this one so busy
 * that nothing is known of its speed.
 */
const MOST_FASTER = 10;

export const throttled: Check = ({ file, measurements }) => {
  const { throttled: claimed, bookend } = file.submission.conditions;
  if (bookend === null || bookend.closingNs === null) return [];
  const { openingNs, closingNs } = bookend;
  if (openingNs > MOST_FASTER * closingNs) {
    const text = `a product took ${openingNs} ns before the run and ${closingNs} ns after it, so that it was another machine, or not at rest`;
    return measurements.map(
      (measurement): CheckFinding => ({ check: 'p31-throttled', severity: 'flag', measurement, text }),
    );
  }
  const found = openingNs / closingNs < UNTHROTTLED_SHARE;
  if (claimed === found) return [];
  const text = `conditions.throttled is ${claimed}, but a product took ${openingNs} ns before the run and ${closingNs} ns after it, which makes it ${found}; measure again`;
  return [{ check: 'p31-throttled', severity: 'reject', measurement: null, text } satisfies CheckFinding];
};
