/** @file The time of the quick test, from the address of the page. Pure. */

/** Enough for every part on a laptop. */
export const DEFAULT_BUDGET_S = 30;
export const MIN_BUDGET_S = 1;
export const MAX_BUDGET_S = 120;

/** Parses `?budget=` in seconds; null if it is not a number from 1 to 120. */
export function parseBudget(search: string): number | null {
  const given = new URLSearchParams(search).get('budget');
  if (given === null) return DEFAULT_BUDGET_S;
  const seconds = Number(given);
  return given.trim() !== '' && seconds >= MIN_BUDGET_S && seconds <= MAX_BUDGET_S ? seconds : null;
}
