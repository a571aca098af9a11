/** @file How a skipped test says which engine is missing, and how the closing lines of `npm test` find it again. */

/** An engine that does not work on this machine. */
export interface LeftOut {
  id: string;
  reason: string;
  remedy: string;
}

const MARK = ' is left out: ';

export const leftOutTitle = ({ id, reason, remedy }: LeftOut): string => `${id}${MARK}${reason}; ${remedy}`;

export const isLeftOut = (title: string): boolean => title.includes(MARK);
