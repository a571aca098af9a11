/** @file Every file that follows from the leaderboard. They grow together, share by share, so that one share is in memory. */
import type { Gap, Leaderboard, Ratio, Scaling } from '../../data/contract/leaderboard.ts';
import { gapKey, ratioKey, scalingKey } from '../values/order.ts';
import { createBadges } from './badges.ts';
import { createFeed } from './feed.ts';
import { type Head, JsonLeaderboard } from './json.ts';
import { Merged } from './merged.ts';
import { type Output, writeWhole } from './output.ts';
import { createShards } from './shards.ts';
import { createTables } from './tables.ts';

/** Entries that are written at a time. */
const SOME = 500;

function* inParts<Of>(all: Iterable<Of>): Generator<Of[]> {
  let part: Of[] = [];
  for (const one of all) {
    part.push(one);
    if (part.length < SOME) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

export interface Exports {
  /** Adds all rows of some workloads and modes, with the gaps, ratios and scalings of the same. Shares have the order of rows. */
  add(share: Leaderboard): void;
  /** Completes all files. @param date of the newest result */
  close(date: string): void;
}

/** @param head what all shares have in common, and any date */
export function createExports(output: Output, head: Head): Exports {
  const json = new JsonLeaderboard(output.open('leaderboard.json'), head);
  const tables = createTables(output);
  const shards = createShards(output);
  const feed = createFeed();
  const badges = createBadges(output, head.baseline);
  const gaps = new Merged<Gap>(gapKey);
  const ratios = new Merged<Ratio>(ratioKey);
  const scalings = new Merged<Scaling>(scalingKey);
  const hardware = new Map<string, Leaderboard['hardware'][number]>();
  /** Writes a list whose order is not that of the shares. */
  const writeList = <Name extends 'gaps' | 'ratios' | 'scalings'>(
    name: Name,
    all: Iterable<Leaderboard[Name][number]>,
  ): void => {
    json.add(name, []);
    for (const part of inParts(all)) {
      json.add(name, part as Leaderboard[Name]);
      tables[name](part as never);
    }
  };
  json.add('rows', []);
  return {
    add: (share) => {
      for (const rows of inParts(share.rows)) {
        json.add('rows', rows);
        tables.rows(rows);
        feed.add(rows);
        badges.add(rows);
      }
      shards.add(share);
      gaps.add(share.gaps);
      ratios.add(share.ratios);
      scalings.add(share.scalings);
      for (const entry of share.hardware) hardware.set(entry.id, entry);
    },
    close: (date) => {
      writeList('gaps', gaps);
      writeList('ratios', ratios);
      writeList('scalings', scalings);
      json.add(
        'hardware',
        [...hardware.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
      );
      json.close({ ...head, date });
      tables.close();
      shards.close();
      badges.close();
      writeWhole(output, 'feed.xml', feed.xml(date));
    },
  };
}

/** Writes all exports of a leaderboard that is in memory. */
export function exportLeaderboard(output: Output, leaderboard: Leaderboard): void {
  const exports = createExports(output, leaderboard);
  exports.add(leaderboard);
  exports.close(leaderboard.date);
}
