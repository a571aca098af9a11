/** @file Chooses the rows that a short list shows of a long one: the first ones, and what matters with its neighbors. Pure. */

/** Rows that matter take at most this share of a list, so that the first rows stay in it. */
const SHARE = 0.5;

/**
 * Positions of at most `most` rows, in order: the rows that matter, each with the row above and below it, and as many of the
 * first ones as there is room for.
 * @param matters Whether a row is always shown: the 1.0x row, the visitor's own.
 */
export function neighborhood<Row>(
  rows: readonly Row[],
  most: number,
  matters: (row: Row) => boolean,
): number[] {
  if (rows.length <= most) return [...rows.keys()];
  const chosen = new Set<number>();
  const room = Math.floor(most * SHARE);
  const important = rows.flatMap((row, position) => (matters(row) ? [position] : []));
  for (const position of important.slice(0, room)) chosen.add(position);
  for (const position of important) {
    for (const neighbor of [position - 1, position + 1]) {
      if (neighbor >= 0 && neighbor < rows.length && chosen.size < room) chosen.add(neighbor);
    }
  }
  for (let position = 0; chosen.size < most; position += 1) chosen.add(position);
  return [...chosen].sort((a, b) => a - b);
}

/** How many rows each of several lists shows, if all together show at most `most`: the first half of them, the rest alike. */
export function quotas(lengths: readonly number[], most: number): number[] {
  const first = Math.min(lengths[0] ?? 0, Math.floor(most / 2));
  const others = lengths.slice(1);
  const room = most - first;
  const total = (cap: number) => others.reduce((sum, length) => sum + Math.min(length, cap), 0);
  let cap = 1;
  while (cap < room && total(cap + 1) <= room && total(cap) < total(cap + 1)) cap += 1;
  const left = Math.max(0, room - total(cap));
  return [Math.min(lengths[0] ?? 0, first + left), ...others.map((length) => Math.min(length, cap))].slice(
    0,
    lengths.length,
  );
}
