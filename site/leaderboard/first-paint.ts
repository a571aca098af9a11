/** @file Where the first paint of a page with a leaderboard ends. */

/**
 * Id of the element above the leaderboard. What is above it is the same in every view, so that it is painted while the script
 * that reads the address is on its way.
 */
export const ABOVE_BOARD = 'above-board';
