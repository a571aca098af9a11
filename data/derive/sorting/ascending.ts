/** @file Sorts samples: measured times lie close together above the fastest one, which a general sort makes no use of. */

/** Shorter lists are sorted by insertion. */
const SHORT = 24;

/** Values of one part are sorted by insertion, so that parts larger than this leave the list to the general sort. */
const LARGEST_PART = 64;

/** Most parts of a list. */
const MOST_PARTS = 512;

const ends = new Uint16Array(MOST_PARTS + 1);
let parts = new Uint16Array(1024);

/** Sorts by insertion, which takes linear time where hardly any value is far from its place. */
function insert(values: Float64Array): Float64Array {
  for (let i = 1; i < values.length; i++) {
    const value = values[i]!;
    let at = i;
    for (; at > 0 && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
    values[at] = value;
  }
  return values;
}

/**
 * Finds for each value its part: equal steps from the smallest value to as far above the mean, and beyond.
 * @returns false if a part is too large, as where most values are equal
 */
function divide(values: readonly number[], count: number): boolean {
  let [least, sum] = [values[0]!, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < least) least = value;
    sum += value;
  }
  const scale = (count - 1) / (2 * (sum / values.length - least));
  if (!(scale < Infinity)) return false;
  ends.fill(0, 0, count);
  for (let i = 0; i < values.length; i++) {
    const part = Math.min(count - 1, (values[i]! - least) * scale) | 0;
    parts[i] = part;
    ends[part] = ends[part]! + 1;
  }
  for (let part = 0; part < count; part++) if (ends[part]! > LARGEST_PART) return false;
  return true;
}

/** The values in ascending order, as a new list. */
export function toAscending(values: readonly number[]): Float64Array {
  // Filling a typed array takes less than half the time of making it from a list.
  const ordered = new Float64Array(values.length);
  const isShort = values.length <= SHORT;
  const count = Math.min(MOST_PARTS, values.length);
  if (values.length > parts.length) parts = new Uint16Array(values.length);
  if (isShort || values.length > 0xffff || !divide(values, count)) {
    for (let i = 0; i < ordered.length; i++) ordered[i] = values[i]!;
    return isShort ? insert(ordered) : ordered.sort();
  }
  for (let part = 1; part < count; part++) ends[part] = ends[part]! + ends[part - 1]!;
  for (let i = values.length - 1; i >= 0; i--) {
    const part = parts[i]!;
    const end = ends[part]! - 1;
    ends[part] = end;
    ordered[end] = values[i]!;
  }
  return insert(ordered);
}
