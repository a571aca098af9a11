/** @file The leaderboard as JSON: every field, in the order of the contract. */
import type { Leaderboard } from '../../data/contract/leaderboard.ts';

/** Two-space JSON with a final line break, so that a reader can follow it in a diff. */
export function toJson(leaderboard: Leaderboard): string {
  return `${JSON.stringify(leaderboard, null, 2)}\n`;
}
