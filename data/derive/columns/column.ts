/** @file A column of a table, and a field of a record with the columns that it becomes. Pure. */

/** Parquet type of a column; `DATE` is text YYYY-MM-DD and `INSTANT` text in UTC, both dates in Parquet. */
export type ColumnType =
  | 'STRING'
  | 'DOUBLE'
  | 'INT32'
  | 'INT64'
  | 'BOOLEAN'
  | 'DATE'
  | 'INSTANT'
  | 'STRINGS'
  | 'INT64S'
  | 'DOUBLES';

/** A list becomes its values separated by spaces in CSV. */
export type CellValue = string | number | boolean | null | readonly string[] | readonly number[];

export interface Column<Of> {
  name: string;
  type: ColumnType;
  /** Null for text, counts and shares, and if another column contains it. */
  unit: string | null;
  /** A sentence for the data dictionary. */
  text: string;
  read(of: Of): CellValue;
}

export interface Field<Of> {
  /** A sentence for the data dictionary. */
  text: string;
  columns: readonly Column<Of>[];
}

/** Columns of one kind of record. */
export function columnsOf<Of>() {
  type Read = Column<Of>['read'];
  const column = (
    name: string,
    type: ColumnType,
    unit: string | null,
    text: string,
    read: Read,
  ): Column<Of> => ({ name, type, unit, text, read });

  /** Fields that a table can hold as they are. */
  type Scalar = { [Name in keyof Of]: Of[Name] extends CellValue ? Name : never }[keyof Of] & string;

  /** A field that is a single column with the same name. */
  const plain = (name: Scalar, type: ColumnType, unit: string | null, text: string): Field<Of> => ({
    text,
    columns: [column(name, type, unit, text, (of) => of[name] as CellValue)],
  });
  return { column, plain };
}
