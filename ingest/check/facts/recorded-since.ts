/** @file The day since which the runner records all facts by which a result is checked. */

/** Files of the suite that started before this day may lack some. */
export const SINCE = '2026-12-01T00:00:00Z';

export const SINCE_MS = Date.parse(SINCE);
