/** @file Every file that ingest writes, by its name below the output folder. */
import { createHash } from 'node:crypto';
import type { Leaderboard } from '../../data/contract/leaderboard.ts';
import { CHECKSUMS, checksumLines } from '../../data/derive/checksums.ts';
import { badgeFiles } from './badges.ts';
import { toFeed } from './feed.ts';
import { toJson } from './json.ts';
import { toShards } from './shards.ts';
import { tableFiles } from './tables.ts';

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** @param samples the files of raw samples */
export function exportFiles(
  leaderboard: Leaderboard,
  samples: Readonly<Record<string, Uint8Array>>,
): Record<string, string | Uint8Array> {
  const files = {
    'leaderboard.json': toJson(leaderboard),
    ...toShards(leaderboard),
    ...tableFiles(leaderboard),
    ...samples,
    'feed.xml': toFeed(leaderboard),
    ...badgeFiles(leaderboard),
  };
  const checksums = Object.entries(files).map(([name, content]) => [name, sha256(content)] as const);
  return { ...files, [CHECKSUMS]: checksumLines(checksums) };
}
