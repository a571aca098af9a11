/** @file Tables as Parquet, with types: dates as dates, lists as lists, whole numbers as integers. */
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { CellValue, Column, ColumnType } from '../../data/derive/columns/column.ts';

type Leaf = Pick<SchemaElement, 'type' | 'converted_type' | 'logical_type'>;

const leaves: Record<'STRING' | 'DOUBLE' | 'INT32' | 'INT64' | 'BOOLEAN' | 'DATE' | 'INSTANT', Leaf> = {
  STRING: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  DOUBLE: { type: 'DOUBLE' },
  INT32: { type: 'INT32' },
  INT64: { type: 'INT64' },
  BOOLEAN: { type: 'BOOLEAN' },
  DATE: { type: 'INT32', converted_type: 'DATE' },
  INSTANT: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

const lists = { STRINGS: 'STRING', INT64S: 'INT64', DOUBLES: 'DOUBLE' } as const;

const isList = (type: ColumnType): type is keyof typeof lists => type in lists;

/** The elements of a column; a list has the three levels of the Parquet specification (LogicalTypes.md, "Lists"). */
function elementsOf({ name, type }: Pick<Column<never>, 'name' | 'type'>): SchemaElement[] {
  if (!isList(type)) return [{ name, repetition_type: 'OPTIONAL', ...leaves[type] }];
  return [
    { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'REQUIRED', ...leaves[lists[type]] },
  ];
}

type ParquetValue = CellValue | bigint | Date | readonly bigint[];

const converters: Partial<Record<ColumnType, (value: NonNullable<CellValue>) => ParquetValue>> = {
  INT64: (value) => BigInt(value as number),
  INT64S: (value) => (value as readonly number[]).map(BigInt),
  DATE: (value) => new Date(`${value}T00:00:00Z`),
  INSTANT: (value) => new Date(value as string),
};

function converted(type: ColumnType, values: readonly CellValue[]): ParquetValue[] {
  const convert = converters[type] ?? ((value) => value);
  return values.map((value) => (value === null ? null : convert(value)));
}

/** A Parquet file in memory that grows by row groups. */
export interface ParquetFile<Of> {
  /** Adds a row. Of its item only the values of the columns are kept, until the row group is full. */
  add(item: Of): void;
  /** Completes the file. */
  bytes(): Uint8Array<ArrayBuffer>;
}

/** @param rowGroupSize rows of a row group; all of them by default */
export function createParquet<Of>(
  columns: readonly Column<Of>[],
  rowGroupSize = Number.POSITIVE_INFINITY,
): ParquetFile<Of> {
  const writer = new ByteWriter();
  const schema: SchemaElement[] = [
    { name: 'root', num_children: columns.length },
    ...columns.flatMap((column) => elementsOf(column)),
  ];
  const parquet = new ParquetWriter({ writer, schema, createdBy: 'trainmark' });
  const waiting = columns.map((column) => ({ column, values: [] as CellValue[] }));
  let rows = 0;
  const writeGroup = () => {
    if (rows === 0) return;
    const columnData = waiting.map(({ column: { name, type }, values }) => ({
      name,
      data: converted(type, values),
    }));
    parquet.write({ columnData, rowGroupSize: rows });
    for (const column of waiting) column.values = [];
    rows = 0;
  };
  return {
    add: (item) => {
      for (const { column, values } of waiting) values.push(column.read(item));
      rows += 1;
      if (rows >= rowGroupSize) writeGroup();
    },
    bytes: () => {
      writeGroup();
      parquet.finish();
      return new Uint8Array(writer.getBuffer());
    },
  };
}

/** A whole table; missing values are `null`. */
export function toParquet<Of>(columns: readonly Column<Of>[], items: readonly Of[]): Uint8Array {
  const file = createParquet(columns);
  for (const item of items) file.add(item);
  return file.bytes();
}
