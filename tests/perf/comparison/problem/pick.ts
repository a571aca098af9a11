/** @file Places of a result that are checked: the first, the last and some between. */

/** Up to `count` different whole numbers below `end`, spread evenly, with 0 and the last one among them. */
export const pick = (count: number, end: number): number[] => [
  ...new Set(Array.from({ length: count }, (_, i) => Math.floor((i * (end - 1)) / Math.max(1, count - 1)))),
];
