/** @file Sorts samples: measured times lie close together above the fastest one, which a general sort makes no use of. */

/** Shorter lists are sorted by insertion. */
const SHORT = 24;

/** Values of one part are sorted by insertion, so that parts larger than this leave the list to the general sort. */
const LARGEST_PART = 64;

/** Most parts of a list. */
const MOST_PARTS = 512;

const ends = new Uint16Array(MOST_PARTS + 1);
let parts = new Uint16Array(1024);
/** Room for the values of one list after another: a typed array of its own for each would take as long as to sort it. */
let room = new Float64Array(1024);

/** Sorts by insertion, which takes linear time where hardly any value is far from its place. */
function insert(values: Float64Array, length: number): void {
  for (let i = 1; i < length; i++) {
    const value = values[i]!;
    let at = i;
    for (; at > 0 && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
    values[at] = value;
  }
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

/** Puts each value of a list into its part of `room`, as `divide` found it. */
function gather(values: readonly number[], count: number): void {
  for (let part = 1; part < count; part++) ends[part] = ends[part]! + ends[part - 1]!;
  for (let i = values.length - 1; i >= 0; i--) {
    const part = parts[i]!;
    const end = ends[part]! - 1;
    ends[part] = end;
    room[end] = values[i]!;
  }
}

/** The values in ascending order, as a new list. */
export function toAscending(values: readonly number[]): number[] {
  const { length } = values;
  if (length > room.length) [parts, room] = [new Uint16Array(length), new Float64Array(length)];
  const count = Math.min(MOST_PARTS, length);
  if (length > SHORT && length <= 0xffff && divide(values, count)) {
    gather(values, count);
    insert(room, length);
  } else {
    for (let i = 0; i < length; i++) room[i] = values[i]!;
    if (length <= SHORT) insert(room, length);
    else room.subarray(0, length).sort();
  }
  const ordered = new Array<number>(length);
  for (let i = 0; i < length; i++) ordered[i] = room[i]!;
  return ordered;
}
