/** @file The ratios within one machine by kind: their pairs, their median and their spread. Pure. */
import type { Ratio } from '../../data/contract/leaderboard.ts';
import { median } from '../../data/derive/stats.ts';
import type { NamedRow } from '../rows/named-row.ts';

export interface RatioPair {
  ratio: Ratio;
  /** The row that is expected to be faster, and the one that it is compared with; undefined if it is not shown. */
  sides: readonly [NamedRow | undefined, NamedRow | undefined];
}

export interface RatioKind {
  kind: Ratio['kind'];
  /** The greatest ratio first. */
  pairs: RatioPair[];
  median: number;
  least: number;
  most: number;
}

const KINDS: readonly Ratio['kind'][] = [
  'gpu-over-cpu',
  'optimized-over-naive',
  'tf32-over-float32',
  'half-over-float32',
];

/** The kinds that have pairs, each with all of them. */
export function ratioKinds(ratios: readonly Ratio[], rows: ReadonlyMap<string, NamedRow>): RatioKind[] {
  const byKind = Map.groupBy(ratios, ({ kind }) => kind);
  return KINDS.flatMap((kind) => {
    const pairs = (byKind.get(kind) ?? [])
      .toSorted((a, b) => b.value - a.value)
      .map((ratio): RatioPair => ({ ratio, sides: [rows.get(ratio.rows[0]), rows.get(ratio.rows[1])] }));
    if (pairs.length === 0) return [];
    const values = pairs.map(({ ratio }) => ratio.value);
    return [{ kind, pairs, median: median(values), least: values.at(-1)!, most: values[0]! }];
  });
}

/** At most `most` of the items, evenly spread over the list, its ends included. */
export function spread<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]!);
}

/** The first and the last items of a long list, and how many are between them. */
export function ends<Item>(
  items: readonly Item[],
  each: number,
): { first: Item[]; last: Item[]; between: number } {
  if (items.length <= 2 * each) return { first: [...items], last: [], between: 0 };
  return { first: items.slice(0, each), last: items.slice(-each), between: items.length - 2 * each };
}
