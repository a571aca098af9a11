/** @file Loads the rows of a shard and, when details are opened, whole rows. */
import type { NamedRow } from '../../../data/contract/shard.ts';
import { ROWS_A_FILE, type Shard, type ShardDetails } from '../../../data/contract/shard.ts';
import { decodeRows } from '../../../data/derive/rows/shard.ts';
import type { ListedRow } from '../../rows/named-row.ts';
import { fetchJson, once } from '../../ui/fetch.ts';

export interface Loaded {
  rows: ListedRow[];
  /** Whole rows by their ids, in that order. Rejects if a file cannot be loaded. */
  whole(ids: readonly string[]): Promise<NamedRow[]>;
}

/** @throws Error if the shard cannot be loaded */
export async function loadShard(address: string): Promise<Loaded> {
  const shard = await fetchJson<Shard>(address);
  const rows = decodeRows(shard);
  const positions = new Map(rows.map(({ id }, position) => [id, position]));
  const folder = address.slice(0, address.lastIndexOf('/') + 1);
  const details = once((number: number) => fetchJson<ShardDetails>(folder + shard.details[number]!));
  return {
    rows,
    whole: (ids) =>
      Promise.all(
        ids.map(async (id) => {
          const position = positions.get(id)!;
          return (await details(Math.floor(position / ROWS_A_FILE)))[position % ROWS_A_FILE]!;
        }),
      ),
  };
}
