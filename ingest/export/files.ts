/** @file Every file that follows from the leaderboard. Each is made when it is asked for, so that one at a time is in memory. */
import type { Leaderboard } from '../../data/contract/leaderboard.ts';
import { badgeFiles } from './badges.ts';
import { toFeed } from './feed.ts';
import type { ExportFile } from './file.ts';
import { toJson } from './json.ts';
import { toShards } from './shards.ts';
import { tableFiles } from './tables.ts';

export function* exportFiles(leaderboard: Leaderboard): Generator<ExportFile> {
  yield ['leaderboard.json', toJson(leaderboard)];
  yield* toShards(leaderboard);
  yield* tableFiles(leaderboard);
  yield ['feed.xml', toFeed(leaderboard)];
  yield* Object.entries(badgeFiles(leaderboard));
}
