/** @file The title of a skipped test for a missing engine, and its parser for the summary of `npm test`. */

/** An engine that does not work on this machine. */
export interface LeftOut {
  id: string;
  reason: string;
  remedy: string;
}

const MARK = ' is left out: ';

export const leftOutTitle = ({ id, reason, remedy }: LeftOut): string => `${id}${MARK}${reason}; ${remedy}`;

export const isLeftOut = (title: string): boolean => title.includes(MARK);
