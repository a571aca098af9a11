/** @file How much of a leaderboard is painted at once: a long one is not held up by its table. */

/** Id of the last part above the table. */
export const ABOVE_TABLE = 'above-table';

/** The table of more rows than this begins below the first screen, so that nothing in sight moves while it arrives. */
const SHORT_ROWS = 40;

/** Id of the element that ends the first paint; undefined for the whole page. */
export const endOfFirstPaint = (rows: number): string | undefined =>
  rows > SHORT_ROWS ? ABOVE_TABLE : undefined;
