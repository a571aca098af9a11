/** @file Numbers of things in words. */

/** One formatter: making one takes longer than all that is formatted in a page. */
const grouped = new Intl.NumberFormat('en-GB');

/** A whole number with grouped thousands: 13753 -> "13,753". */
export const formatCount = (count: number): string => (count < 1000 ? String(count) : grouped.format(count));

/** "1 row", "2 rows", "12,345 rows"; for nouns whose plural ends with a mere s. */
export const counted = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
