/** @file The data dictionary: every field of a row with its type in the contract and its columns in a table. */
import * as z from 'zod';
import { rowSchema } from '../../data/contract/leaderboard.ts';
import type { Column, ColumnType } from '../../data/derive/columns/column.ts';
import { fields } from '../../data/derive/columns/row.ts';

export interface DictionaryField {
  name: string;
  /** "number", "text or null", "list of {batchSize, samplesPerSecond} or null". */
  type: string;
  text: string;
  columns: DictionaryColumn[];
}

export interface DictionaryColumn {
  name: string;
  /** "number, bytes", "text". */
  type: string;
  /** Null if the field's sentence is enough. */
  text: string | null;
}

type Schema = z.core.JSONSchema.BaseSchema;

/** Every field of a row, in the order of the table. */
export function rowFields(): DictionaryField[] {
  const { properties = {} } = z.toJSONSchema(rowSchema);
  return Object.entries(fields).map(([name, { text, columns }]) => ({
    name,
    type: typeOf(properties[name] as Schema),
    text,
    columns: columns.map((column) => ({
      ...describeColumn(column),
      text: column.text === text ? null : column.text,
    })),
  }));
}

const columnTypes: Record<ColumnType, string> = {
  STRING: 'text',
  DOUBLE: 'number',
  INT32: 'whole number',
  INT64: 'whole number',
  BOOLEAN: 'true or false',
  DATE: 'date',
  INSTANT: 'time in UTC',
  STRINGS: 'list of texts',
  INT64S: 'list of whole numbers',
  DOUBLES: 'list of numbers',
};

/** Name, type and unit of a column of any table. */
export function describeColumn<Of>({ name, type, unit, text }: Column<Of>) {
  return { name, type: unit === null ? columnTypes[type] : `${columnTypes[type]}, ${unit}`, text };
}

const typeNames: Record<string, string> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  null: 'null',
};

function typeOf(schema: Schema): string {
  if (schema.anyOf) return schema.anyOf.map((one) => typeOf(one as Schema)).join(' or ');
  if (schema.enum) return 'word';
  if (schema.prefixItems) return 'pair of numbers';
  if (schema.type === 'array') return `list of ${typeOf(schema.items as Schema)}`;
  if (schema.type === 'object') return `{${Object.keys(schema.properties ?? {}).join(', ')}}`;
  return (typeof schema.type === 'string' && typeNames[schema.type]) || 'value';
}
