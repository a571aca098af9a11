/** @file The leaderboard as JSON: every field, in the order of the contract. */
import type { Leaderboard } from '../../data/contract/leaderboard.ts';

/** JSON indented by two spaces with a final line break, for readable diffs. */
export function toJson(leaderboard: Leaderboard): string {
  return `${JSON.stringify(leaderboard, null, 2)}\n`;
}
