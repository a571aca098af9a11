/** @file The downloads of the site: ingest's output, the schemas, and the source files of rows. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { PREVIEW, previewSchema } from '../../data/contract/preview.ts';
import { formatCount } from '../../data/derive/counted.ts';
import { CHECKSUMS, parseChecksums } from '../../data/derive/files/checksums.ts';
import { sourcePath } from '../rows/links.ts';
import { dataFolder, leaderboard, sourcesFolder } from '../rows/read.ts';
import { schemaNames, schemaText } from './schemas.ts';

const types: Record<string, string> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
  svg: 'image/svg+xml',
  xml: 'application/atom+xml; charset=utf-8',
  SHA256SUMS: 'text/plain; charset=utf-8',
};

/** A file below `/data/`. It is read when it is written to the site, in pieces: the largest is there twice then, not five times. */
export interface Download {
  name: string;
  type: string;
  sizeBytes: number;
  read(): ReadableStream<Uint8Array> | string;
}

const typeOf = (name: string): string => types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';

function generated(name: string): Download {
  const place = join(dataFolder, name);
  const read = () => Readable.toWeb(createReadStream(place)) as ReadableStream<Uint8Array>;
  return { name, type: typeOf(name), sizeBytes: statSync(place).size, read };
}

function schema(name: (typeof schemaNames)[number]): Download {
  const read = () => schemaText(name);
  return { name, type: typeOf(name), sizeBytes: Buffer.byteLength(read()), read };
}

/** The SHA-256 of a download, in hexadecimal digits. */
export async function sha256Of({ read }: Download): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of new Response(read()).body!) hash.update(piece);
  return hash.digest('hex');
}

/** A file of `data/`. */
export interface SourceFile {
  /** Path below `data/`. */
  name: string;
  /** Path on the disk. */
  place: string;
}

/** The existing files of ingest, then the schemas. */
export function downloads(): Download[] {
  const list = join(dataFolder, CHECKSUMS);
  const names = existsSync(list) ? parseChecksums(readFileSync(list, 'utf8')).map(([name]) => name) : [];
  const all = [...names, ...(names.length > 0 ? [CHECKSUMS] : ['leaderboard.json'])];
  return [
    ...all.filter((name) => existsSync(join(dataFolder, name))).map(generated),
    ...schemaNames.map(schema),
  ];
}

/** The accepted submissions, by the list that ingest writes for the submit page; empty in an older output. */
function acceptedPaths(): string[] {
  const list = join(dataFolder, PREVIEW);
  if (!existsSync(list)) return [];
  return previewSchema.parse(JSON.parse(readFileSync(list, 'utf8'))).files.map(({ path }) => path);
}

/** The existing files of `data/` that rows, gaps and scalings name as sources, and all other accepted submissions. */
export function sourceFiles(): SourceFile[] {
  const named = [...leaderboard.rows, ...leaderboard.gaps, ...leaderboard.scalings].flatMap(
    ({ sources }) => sources,
  );
  const data = resolve(sourcesFolder, 'data');
  return [...new Set([...named.map(({ path }) => path), ...acceptedPaths()])]
    .map((path) => ({ name: sourcePath(path), place: resolve(sourcesFolder, path) }))
    .filter(({ place }) => {
      return !relative(data, place).startsWith('..') && place.endsWith('.json') && existsSync(place);
    });
}

/** A size as people say it: "82 kB", "3.6 MB". */
export function sizeWords(bytes: number): string {
  if (bytes < 999_500) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
  const megabytes = bytes / 1e6;
  return `${megabytes < 9.95 ? megabytes.toFixed(1) : formatCount(Math.round(megabytes))} MB`;
}
