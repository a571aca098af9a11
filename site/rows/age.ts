/** @file Marks results that are old next to the newest one of the leaderboard: engines and drivers have changed since. Pure. */

const DAYS_OF_YEAR = 365.25;
const DAY_MS = 86_400_000;

/**
 * "over 2 years old"; null for a result of less than a year. By the data and not by the clock, so that a page says the same
 * whenever it is built.
 * @param date Day of the result, YYYY-MM-DD.
 * @param newest Day of the newest result of the leaderboard.
 */
export function ageWords(date: string, newest: string): string | null {
  const years = Math.floor((Date.parse(newest) - Date.parse(date)) / DAY_MS / DAYS_OF_YEAR);
  if (!(years >= 1)) return null;
  return `over ${years === 1 ? 'a year' : `${years} years`} old`;
}
