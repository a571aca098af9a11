/** @file Tables as Parquet, with types: dates as dates, lists as lists, whole numbers as integers. */
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { CellValue, Column, ColumnType } from '../../data/derive/columns/column.ts';
import { MemoryOutput, type OpenFile } from './output.ts';

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

/** A Parquet file that grows by row groups. */
export interface ParquetFile<Of> {
  /** Adds a row. Of its item only the values of the columns are kept, until the row group is full. */
  add(item: Of): void;
  /** Completes the file. */
  close(): void;
}

/** Hands on what was written after each row group, so that no more than one is in memory. */
class GroupWriter extends ByteWriter {
  readonly #file: OpenFile;

  constructor(file: OpenFile) {
    super();
    this.#file = file;
  }

  flush(): void {
    this.#file.write(this.getBytes().slice());
    this.index = 0;
  }

  override finish(): void {
    this.flush();
    this.#file.close();
  }
}

/** After how much a row group ends; all rows are one by default. */
export interface GroupLimits {
  rows: number;
  /** Values in its lists, which may be far more than its rows. */
  listed: number;
}

const UNLIMITED: GroupLimits = { rows: Number.POSITIVE_INFINITY, listed: Number.POSITIVE_INFINITY };

const listedIn = (value: CellValue): number => (Array.isArray(value) ? value.length : 0);

export function createParquet<Of>(
  file: OpenFile,
  columns: readonly Column<Of>[],
  limits: Partial<GroupLimits> = {},
): ParquetFile<Of> {
  const most = { ...UNLIMITED, ...limits };
  const schema: SchemaElement[] = [
    { name: 'root', num_children: columns.length },
    ...columns.flatMap((column) => elementsOf(column)),
  ];
  const parquet = new ParquetWriter({ writer: new GroupWriter(file), schema, createdBy: 'trainmark' });
  const waiting = columns.map((column) => ({ column, values: [] as CellValue[] }));
  let [rows, listed] = [0, 0];
  const writeGroup = () => {
    if (rows === 0) return;
    const columnData = waiting.map(({ column: { name, type }, values }) => ({
      name,
      data: converted(type, values),
    }));
    parquet.write({ columnData, rowGroupSize: rows });
    for (const column of waiting) column.values = [];
    [rows, listed] = [0, 0];
  };
  return {
    add: (item) => {
      for (const { column, values } of waiting) {
        const value = column.read(item);
        values.push(value);
        listed += listedIn(value);
      }
      rows += 1;
      if (rows >= most.rows || listed >= most.listed) writeGroup();
    },
    close: () => {
      writeGroup();
      parquet.finish();
    },
  };
}

/** A whole table; missing values are `null`. */
export function toParquet<Of>(columns: readonly Column<Of>[], items: readonly Of[]): Uint8Array<ArrayBuffer> {
  const output = new MemoryOutput();
  const file = createParquet(output.open(''), columns);
  for (const item of items) file.add(item);
  file.close();
  return new Uint8Array(output.files.get('')!);
}
