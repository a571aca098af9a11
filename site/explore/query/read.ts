/** @file Reads columns of a Parquet file in the browser. */
import { parquetReadObjects } from 'hyparquet';
import type { TableRecord, Value } from './answer.ts';

/** Whole numbers of 64 bits become numbers: no value of a table is larger than 2^53. Dates become texts. */
function toValue(raw: unknown): Value {
  if (raw === undefined || raw === null) return null;
  if (typeof raw === 'bigint') return Number(raw);
  if (raw instanceof Date) {
    const text = raw.toISOString();
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
  }
  if (Array.isArray(raw) || ArrayBuffer.isView(raw)) {
    return Array.from(raw as ArrayLike<unknown>, (one) => toValue(one) as string | number);
  }
  return raw as string | number | boolean;
}

/** The records of a file with the given columns. */
export async function readRecords(file: ArrayBuffer, columns: readonly string[]): Promise<TableRecord[]> {
  // Without a column there is still a number of records, which the first one tells.
  const records = await parquetReadObjects({
    file,
    ...(columns.length > 0 ? { columns: [...columns] } : {}),
  });
  return records.map((record) =>
    Object.fromEntries(Object.entries(record).map(([name, raw]) => [name, toValue(raw)])),
  );
}
