/** @file Loads a table and answers a question to it. What reads Parquet is loaded with the first one. */
import { link } from '../../rows/links.ts';
import { fetchFile, foreign, loadCode } from '../../ui/fetch.ts';
import type { Answer } from '../query/answer.ts';
import { checkQuery, columnsRead, type Query, type Table, type Tables } from '../query/query.ts';

/** Files that were loaded, by their path. */
const loaded = new Map<string, Promise<ArrayBuffer>>();

/** What a Parquet file begins with. */
const MAGIC = 'PAR1';

async function load(path: string): Promise<ArrayBuffer> {
  const file = await (await fetchFile(link(`/data/${path}`))).arrayBuffer();
  if (new TextDecoder().decode(file.slice(0, MAGIC.length)) !== MAGIC) throw foreign();
  return file;
}

/** The bytes of a file, which is loaded once; a failure may be tried again. */
function bytesOf(path: string): Promise<ArrayBuffer> {
  const known = loaded.get(path) ?? load(path);
  loaded.set(path, known);
  known.catch(() => loaded.delete(path));
  return known;
}

/** The answer to a question. Throws an `Error` with one line if there is none. */
export async function ask(query: Query, { tables, columns }: Tables): Promise<Answer> {
  const table = tables.find(({ name }) => name === query.table);
  if (table === undefined)
    throw new Error(
      `there is no table "${query.table}"; there are ${tables.map(({ name }) => name).join(', ')}`,
    );
  const known = columns[table.columns]!;
  checkQuery(query, known);
  const [file, { readRecords }, { answerOf }] = await Promise.all([
    bytesOf(table.path),
    loadCode(import('../query/read.ts')),
    loadCode(import('../query/answer.ts')),
  ]);
  const read = columnsRead(query, known);
  const records = await readRecords(file, read.length > 0 ? read : [known[0]!.name]);
  return answerOf(query, known, records);
}

/** Values that are offered for a condition. */
const MOST_VALUES = 100;

/** The most frequent texts of a column, to choose one for a condition; none for numbers, which are written. */
export async function frequentValues(table: Table, column: string): Promise<string[]> {
  const [file, { readRecords }] = await Promise.all([bytesOf(table.path), import('../query/read.ts')]);
  const counts = new Map<string, number>();
  for (const record of await readRecords(file, [column])) {
    for (const value of [record[column] ?? null].flat()) {
      if (typeof value === 'string') counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  const sorted = [...counts].toSorted(([, a], [, b]) => b - a);
  return sorted.slice(0, MOST_VALUES).map(([value]) => value);
}
