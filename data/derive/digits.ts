/** @file Measured numbers in plain text: of tables in a terminal, of logs and of Markdown. */

/** Made once, because making one takes far longer than formatting a number. */
const four = new Intl.NumberFormat('en', { maximumSignificantDigits: 4, useGrouping: false });

/** At most four significant digits, because the few samples do not support more: 1234567 -> "1235000", 0.5 -> "0.5". */
export const fourDigits = (value: number): string => four.format(value);
