/** @file What a run could use of its CPU: a quota of time, or some of its processors. Pure. */
import type { Conditions } from '../contract/submission.ts';

/**
 * The part of the CPU that the run was limited to, in words: "a quota of 1.5 of 8 logical processors" or "4 of 8 logical
 * processors"; null if it could use all.
 * @param logicalCores Logical processors of the machine; null if unknown.
 */
export function cpuLimitText(
  { cpuLimit, cpuAffinity }: Pick<Conditions, 'cpuLimit' | 'cpuAffinity'>,
  logicalCores: number | null,
): string | null {
  const all = logicalCores ?? Number.POSITIVE_INFINITY;
  const of = logicalCores === null ? '' : ` of ${logicalCores}`;
  const quota = cpuLimit ?? Number.POSITIVE_INFINITY;
  const bound = cpuAffinity ?? Number.POSITIVE_INFINITY;
  if (Math.min(quota, bound) >= all) return null;
  return bound <= quota
    ? `${bound}${of} logical processors`
    : `a quota of ${Number(quota.toFixed(2))}${of} logical processors`;
}
