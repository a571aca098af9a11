/** @file Writes rows as the columns of a shard and reads them back. Pure; the browser reads, ingest writes. */
import {
  LISTED_FIELDS,
  type ListedField,
  type ListedRow,
  SHARD_DIGITS,
  type Shard,
  type ShardColumn,
  SPLIT_FIELDS,
} from '../../contract/shard.ts';

const partsOf = (field: ListedField): readonly string[] | null =>
  field in SPLIT_FIELDS ? SPLIT_FIELDS[field as keyof typeof SPLIT_FIELDS] : null;

/** Whole numbers stay as they are. */
const rounded = (value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(SHARD_DIGITS)) : value;

function toColumn(values: readonly unknown[]): ShardColumn {
  const positions = new Map<string, number>();
  const different: unknown[] = [];
  const codes = values.map((value) => {
    const key = JSON.stringify(value);
    const known = positions.get(key);
    if (known !== undefined) return known;
    positions.set(key, different.length);
    return different.push(value) - 1;
  });
  if (different.length === 1) return { value: different[0] };
  return different.length * 2 <= values.length ? { values: different, codes } : { values: [...values] };
}

/** The columns of rows; of whole rows, only what lists need. */
export function encodeRows(rows: readonly ListedRow[]): Shard['columns'] {
  const columns: Shard['columns'] = {};
  for (const field of LISTED_FIELDS) {
    const parts = partsOf(field);
    if (parts === null) {
      columns[field] = toColumn(rows.map((row) => rounded(row[field])));
      continue;
    }
    for (const part of parts) {
      const read = (row: ListedRow) => (row[field] as Record<string, unknown> | null)?.[part] ?? null;
      columns[`${field}.${part}`] = toColumn(rows.map((row) => rounded(read(row))));
    }
  }
  return columns;
}

/** A function from the position of a row to its value. */
export function readerOf(column: ShardColumn): (row: number) => unknown {
  if ('value' in column) {
    const { value } = column;
    return () => value;
  }
  const { values } = column;
  if ('codes' in column) {
    const { codes } = column;
    return (row) => values[codes[row]!];
  }
  return (row) => values[row];
}

function fieldReader(columns: Shard['columns'], field: ListedField): (row: number) => unknown {
  const parts = partsOf(field);
  if (parts === null) return readerOf(columns[field]!);
  const readers = parts.map((part) => [part, readerOf(columns[`${field}.${part}`]!)] as const);
  const [, first] = readers[0]!;
  return (row) => {
    if (first(row) === null) return null;
    const whole: Record<string, unknown> = {};
    for (const [part, read] of readers) whole[part] = read(row);
    return whole;
  };
}

/** The rows of a shard, in its order. Equal values of different rows may be the same object: never change one. */
export function decodeRows({ rows, columns }: Pick<Shard, 'rows' | 'columns'>): ListedRow[] {
  const readers = LISTED_FIELDS.map((field) => [field, fieldReader(columns, field)] as const);
  return Array.from({ length: rows }, (_, position) => {
    const row: Record<string, unknown> = {};
    for (const [field, read] of readers) row[field] = read(position);
    return row as ListedRow;
  });
}
