/** @file All chips with results, by vendor and family, cut to what a page may hold. Pure. */
import type { Chip } from '../find/chip.ts';
import { familyOf } from '../find/family.ts';

export interface Family {
  name: string;
  /** Those that are shown; the most measured first. */
  chips: Chip[];
  /** Chips of the family that are not shown. */
  left: number;
}

export interface Vendor {
  name: Chip['vendor'];
  families: Family[];
}

/**
 * Vendors in the order of the chips, families by the newest chip.
 * @param most Chips on the page; where there are more, each family shows its share of them, at least one.
 */
export function listChips(chips: readonly Chip[], most: number): Vendor[] {
  const share = Math.min(1, most / chips.length);
  return [...Map.groupBy(chips, ({ vendor }) => vendor)].map(([name, ofVendor]) => ({
    name,
    families: [...Map.groupBy(ofVendor, familyOf)]
      .toSorted((a, b) => newest(b[1]) - newest(a[1]) || (a[0] < b[0] ? -1 : 1))
      .map(([family, members]) => {
        const count = share === 1 ? members.length : Math.max(1, Math.floor(members.length * share));
        const sorted = members.toSorted((a, b) => b.results - a.results || (a.id < b.id ? -1 : 1));
        return { name: family, chips: sorted.slice(0, count), left: members.length - count };
      }),
  }));
}

const newest = (chips: readonly Chip[]): number => Math.max(...chips.map(({ year }) => year ?? 0));
