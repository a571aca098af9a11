/** @file Every file that ingest writes, by its name below the output folder. */
import { createHash } from 'node:crypto';
import type { Leaderboard } from '../../data/contract/leaderboard.ts';
import { CHECKSUMS, checksumLines } from '../../data/derive/files/checksums.ts';
import { badgeFiles } from './badges.ts';
import { toFeed } from './feed.ts';
import { toJson } from './json.ts';
import { toShards } from './shards.ts';
import { tableFiles } from './tables.ts';

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** @param others files of raw samples and of the submit page */
export function exportFiles(
  leaderboard: Leaderboard,
  others: Readonly<Record<string, string | Uint8Array>>,
): Record<string, string | Uint8Array> {
  const files = {
    'leaderboard.json': toJson(leaderboard),
    ...toShards(leaderboard),
    ...tableFiles(leaderboard),
    ...others,
    'feed.xml': toFeed(leaderboard),
    ...badgeFiles(leaderboard),
  };
  const checksums = Object.entries(files).map(([name, content]) => [name, sha256(content)] as const);
  return { ...files, [CHECKSUMS]: checksumLines(checksums) };
}
