/** @file Whether two values differ by more than their spread: the rule, and how often it errs. Pure. */
import { medianInterval, timesFaster } from '../../../data/derive/stats.ts';

/** A value with its interval. */
export interface Spread {
  value: number;
  /** Null for a single value. */
  interval: { low: number; high: number } | null;
  /** Independent values behind the interval; null if there is none. */
  count: number | null;
}

/**
 * `faster`, `slower`: the intervals do not overlap. `overlap`: they do, so that the two cannot be told apart. `single`: at
 * least one side is a single value, which has no interval.
 */
export type Verdict = 'faster' | 'slower' | 'overlap' | 'single';

/** What the intervals say about a value next to a reference in the same unit. */
export function verdictOf(higherIsBetter: boolean, one: Spread, reference: Spread): Verdict {
  if (one.interval === null || reference.interval === null) return 'single';
  const apart = one.interval.low > reference.interval.high || one.interval.high < reference.interval.low;
  if (!apart) return 'overlap';
  return timesFaster(higherIsBetter, one.value, reference.value) > 1 ? 'faster' : 'slower';
}

/** log n!, for n from 0; grows as needed. */
const logFactorials = [0];
function logFactorial(n: number): number {
  for (let next = logFactorials.length; next <= n; next += 1) {
    logFactorials.push(logFactorials[next - 1]! + Math.log(next));
  }
  return logFactorials[n]!;
}
const logChoose = (n: number, k: number) => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/** Rank, from 1, of the lower end of the interval of the median of n values. */
const lowerRank = (n: number): number =>
  medianInterval(Array.from({ length: n }, (_, index) => index + 1))?.low ?? 1;

/**
 * Probability that the intervals of n and of m values are apart although both come from the same distribution, whatever that
 * is: the size of an exact two-sided test by order statistics. With ranges it is that of Mann and Whitney's test when all
 * values of one side exceed the other's: 2 / C(n + m, n), which is 10 % for 3 and 3, and 0.2 % for 6 and 6.
 */
export function chanceApart(n: number, m: number): number {
  const low = lowerRank(n);
  const high = m + 1 - lowerRank(m);
  // The low end of one side is above the high end of the other if at least `high` of its m values are below that low end.
  let chance = 0;
  for (let below = high; below <= m; below += 1) {
    const orders = logChoose(low - 1 + below, below) + logChoose(n - low + m - below, m - below);
    chance += Math.exp(orders - logChoose(n + m, n));
  }
  return Math.min(1, 2 * chance);
}
