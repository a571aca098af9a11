/** @file What the page of a leaderboard passes to its interactive part. */

/** A workload with the modes that have rows, in display order. */
export interface Choice {
  id: string;
  title: string;
  modes: readonly string[];
}

export interface Content {
  workload: { id: string; title: string; caveat: string | null; gaps: number };
  mode: string;
  /** The row that is 1.0x by default. */
  baseline: { hardware: string; name: string };
  /** Day of the newest result of the site. */
  newest: string;
  choices: readonly Choice[];
  /** Address of the shard. */
  shard: string;
}
