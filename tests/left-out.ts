/** @file How a skipped test says which engine is missing, and how the closing lines of `npm test` find it again. */

/** An engine that does not work on this machine. */
export interface LeftOut {
  id: string;
  why: string;
  mend: string;
}

const MARK = ' is left out: ';

export const leftOutTitle = ({ id, why, mend }: LeftOut): string => `${id}${MARK}${why}; ${mend}`;

export const tellsLeftOut = (title: string): boolean => title.includes(MARK);
