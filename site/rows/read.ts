/** @file Reads the leaderboard and the catalogue once per build. Only pages import this. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { engineShares, engines, workloads } from '../../data/catalogue/index.ts';
import type { WorkloadFacts } from '../../data/contract/catalogue.ts';
import { leaderboardSchema } from '../../data/contract/leaderboard.ts';
import type { ShardIndex } from '../../data/contract/shard.ts';
import { nameRows, toNamedGaps, toNamedScalings } from '../../data/derive/rows/names.ts';

/** The output folder of ingest. */
export const dataFolder = process.env.TRAINMARK_DATA ?? resolve('data/generated');

/** The folder that contains `data/`, with the source files of the rows. */
export const sourcesFolder = process.env.TRAINMARK_SOURCES ?? resolve('.');

function read<Value>(name: string, parse: (json: unknown) => Value): Value {
  const path = join(dataFolder, name);
  try {
    return parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(
      `${path}: cannot be shown: ${reason}; run "npm run ingest" and delete the files that it names`,
    );
  }
}

export const leaderboard = read('leaderboard.json', (json) => leaderboardSchema.parse(json));

/** Where the rows of each workload and mode are for pages that load them. */
export const shards = read('shards.json', (json) => json as ShardIndex);
const engineNames = new Map<string, string>(engines.map(({ id, name }) => [id, name]));
export const entries = nameRows(leaderboard, engineNames, engineShares);
export const gaps = toNamedGaps(leaderboard, engineNames);
export const scalings = toNamedScalings(leaderboard, engineNames);
export const baselineName = leaderboard.baseline.name;

/** Workloads of the catalogue, and others that have results. */
export const shownWorkloads: Workload[] = [
  ...workloads,
  ...[...new Set([...entries, ...gaps].map(({ workload }) => workload))]
    .filter((id) => !workloads.some((known) => known.id === id))
    .map((id) => ({ id, title: id, caveat: null })),
];

/** What every workload has; those of the catalogue have all of `WorkloadFacts`. */
export type Workload = Pick<WorkloadFacts, 'id' | 'title' | 'caveat'> & Partial<WorkloadFacts>;
