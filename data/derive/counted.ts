/** @file Numbers in texts: of things, and measured ones. */

// Made once: making a formatter takes longer than all that is formatted in a page.
const grouped = new Intl.NumberFormat('en-GB');
const four = new Intl.NumberFormat('en', { maximumSignificantDigits: 4, useGrouping: false });

/** A whole number with grouped thousands: 13753 -> "13,753". */
export const formatCount = (count: number): string => (count < 1000 ? String(count) : grouped.format(count));

/** "1 row", "2 rows", "12,345 rows"; for nouns whose plural ends with a mere s. */
export const counted = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;

/** At most four significant digits, because the few samples do not support more: 1234567 -> "1235000", 0.5 -> "0.5". */
export const fourDigits = (value: number): string => four.format(value);
