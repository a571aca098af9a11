/** @file The shards of the site: the rows of each workload and mode as columns, and files with their details. */
import { createHash } from 'node:crypto';
import { engineShares, engines } from '../../data/catalogue/index.ts';
import type { Leaderboard, Row } from '../../data/contract/leaderboard.ts';
import type { NamedRow } from '../../data/contract/shard.ts';
import {
  ROWS_A_FILE,
  type Shard,
  type ShardDetails,
  type ShardIndex,
  type ShardSummary,
  SUMMARY_FACETS,
} from '../../data/contract/shard.ts';
import { nameRows } from '../../data/derive/rows/names.ts';
import { encodeRows } from '../../data/derive/rows/shard.ts';
import { type Output, writeWhole } from './output.ts';

const engineNames = new Map<string, string>(engines.map(({ id, name }) => [id, name]));

/** Hexadecimal digits of a hash in a name; two contents of one name are equal by chance in one of 10^14 cases. */
const DIGITS = 12;

/** Compact, because machines read it. */
const toText = (content: Shard | ShardDetails | ShardIndex): string => `${JSON.stringify(content)}\n`;

const named = (start: string, text: string): string =>
  `${start}-${createHash('sha256').update(text).digest('hex').slice(0, DIGITS)}.json`;

/** Counts equal values, in alphabetical order. */
function countsOf(values: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const value of values.toSorted()) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function summaryOf(rows: readonly NamedRow[], path: string): ShardSummary {
  const facets = SUMMARY_FACETS.map((facet) => [facet, countsOf(rows.map((row) => row[facet]))]);
  return {
    mode: rows[0]!.mode,
    rows: rows.length,
    machines: new Set(rows.map(({ machine }) => machine.id)).size,
    date: rows
      .map(({ date }) => date)
      .sort()
      .at(-1)!,
    path,
    facets: Object.fromEntries(facets),
  };
}

/** The files of one workload and mode, and their summary. */
function shardFiles(rows: readonly NamedRow[]): { files: [string, string][]; summary: ShardSummary } {
  const { workload, mode } = rows[0]!;
  const folder = `shards/${workload}`;
  const details = Array.from({ length: Math.ceil(rows.length / ROWS_A_FILE) }, (_, number) => {
    const text = toText(rows.slice(number * ROWS_A_FILE, (number + 1) * ROWS_A_FILE));
    return [named(`${mode}-${number}`, text), text] as const;
  });
  const shard = toText({
    workload,
    mode,
    rows: rows.length,
    columns: encodeRows(rows),
    details: details.map(([name]) => name),
  });
  const path = `${folder}/${named(mode, shard)}`;
  const files = [...details.map(([name, text]): [string, string] => [`${folder}/${name}`, text])];
  return { files: [[path, shard], ...files], summary: summaryOf(rows, path) };
}

/** Writes the shards of rows that come workload by workload and mode by mode, and at last the list of all. */
export function createShards(output: Output) {
  const workloads: ShardIndex['workloads'] = [];
  const addWork = (rows: readonly Row[], hardware: Leaderboard['hardware']): void => {
    const { workload } = rows[0]!;
    const shard = shardFiles(nameRows({ rows: [...rows], hardware }, engineNames, engineShares));
    for (const [name, text] of shard.files) writeWhole(output, name, text);
    const last = workloads.at(-1);
    if (last?.id === workload) last.modes.push(shard.summary);
    else workloads.push({ id: workload, modes: [shard.summary] });
  };
  return {
    /** Adds all rows of some workloads and modes. */
    add: ({ rows, hardware }: Pick<Leaderboard, 'rows' | 'hardware'>): void => {
      for (const ofWorkload of Map.groupBy(rows, ({ workload }) => workload).values())
        for (const ofMode of Map.groupBy(ofWorkload, ({ mode }) => mode).values()) addWork(ofMode, hardware);
    },
    close: (): void => writeWhole(output, 'shards.json', toText({ kind: 'shards', workloads })),
  };
}
