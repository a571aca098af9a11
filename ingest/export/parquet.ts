/** @file Rows as Parquet: the columns of the CSV with their types. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Row } from '../../data/contract/leaderboard.ts';
import { columns } from '../../data/derive/columns.ts';

/** The whole table in one row group; `null` where a value is absent. */
export function toParquet(rows: readonly Row[]): Uint8Array {
  const columnData = columns.map(({ name, type, read }) => ({
    name,
    type,
    data: rows.map(read),
    nullable: true,
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
