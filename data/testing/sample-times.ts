/** @file Times that look measured: they scatter without a pattern, with a slow tail. */

/** A number from -1 to 1 without a pattern, the same for the same `place`. */
const scatter = (place: number): number => {
  const digits = 43_758.5453 * Math.sin(12.9898 * place);
  return 2 * (digits - Math.floor(digits)) - 1;
};

/** From here on up to 1, a number of `scatter` lies in the slow tail, which reaches twice as far. */
const TAIL = 0.75;

const withTail = (place: number): number =>
  place < TAIL ? place : TAIL + ((2 - TAIL) / (1 - TAIL)) * (place - TAIL);

/**
 * Whole nanoseconds around `ns` that differ in all digits; the same arguments give the same ones, others have another course.
 * @param spread Share of `ns` by which they differ from it at most, slow ones by twice as much.
 */
export function sampleTimes(ns: number, count: number, seed = 1, spread = 0.01): number[] {
  // Not a whole number: otherwise one course might be another one, shifted.
  const course = (Math.log(ns) * 1e4) % 9973;
  return Array.from({ length: count }, (_, i) =>
    Math.round(ns * (1 + spread * withTail(scatter((i + 1) * seed + course)))),
  );
}
