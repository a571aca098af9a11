/** @file What the leaderboard page passes to its island. */
import type { NamedRow } from '../rows/named-row.ts';

/** The data that the page passes to the island. */
export interface Content {
  entries: NamedRow[];
  baseline: { hardware: string; name: string };
  workloads: { id: string; title: string; caveat: string | null; gaps: number }[];
}
