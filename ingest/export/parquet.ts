/** @file Rows as Parquet: the same columns as the CSV, with types. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Row } from '../../data/contract/leaderboard.ts';
import { columns } from '../../data/derive/columns.ts';

/** The whole table in one row group; missing values are `null`. */
export function toParquet(rows: readonly Row[]): Uint8Array {
  const columnData = columns.map(({ name, type, read }) => ({
    name,
    type,
    data: rows.map(read),
    nullable: true,
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
