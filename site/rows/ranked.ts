/** @file How many rows are ranked together, counted once per build. Only pages and components import this. */
import type { Row } from '../../data/contract/leaderboard.ts';
import { leaderboard } from './read.ts';

const ranked = new Map<string, number>();
for (const { comparisonKey, rank } of leaderboard.rows) {
  if (rank !== null) ranked.set(comparisonKey, (ranked.get(comparisonKey) ?? 0) + 1);
}

/** How many rows are ranked with a row, itself included. */
export const rankedWith = ({ comparisonKey }: Pick<Row, 'comparisonKey'>): number =>
  ranked.get(comparisonKey) ?? 0;
