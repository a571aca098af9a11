/** @file Queries exported files with DuckDB. */
import { DuckDBInstance } from '@duckdb/node-api';

/** A value as DuckDB gives it to JSON: numbers above 2^53 and dates are text. */
export type Json = string | number | boolean | null | Json[];

/** Rows of a query as objects by column; file names in it are relative to the folder. */
export async function query(folder: string, sql: string): Promise<Record<string, Json>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`SET file_search_path = '${folder.replaceAll("'", "''")}'`);
    const reader = await connection.runAndReadAll(sql);
    return reader.getRowObjectsJson() as Record<string, Json>[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
