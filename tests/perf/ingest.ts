/**
 * @file Time, memory and growth of `npm run ingest -- --check` on many files of real size, next to reading and `JSON.parse` of
 * the same bytes on one thread in the same run, and of writing all exports. `--files 100000` sets another number than 10,000.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeFiles } from './ingest/files.ts';
import { timed, type Use } from './process/timed.ts';

const root = resolve(import.meta.dirname, '../..');
const MOST = Number(process.env.FILES ?? 10_000);
const MEASURED = [MOST / 100, MOST / 10, MOST].map(Math.ceil);

interface Figures {
  files: number;
  megabytes: number;
  /** Reading and JSON.parse on one thread. */
  parse: Use;
  /** Without kept results. */
  cold: Use;
  /** With the results of all files kept. */
  warm: Use;
  /** The same with one new file. */
  oneNew: Use;
  /** Everything is written, with the results of all files kept. */
  exported: Use;
  /** Of all exports, in millions of bytes. */
  written: number;
}

/** Bytes of the files below a folder. */
const bytesBelow = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, status) => sum + (status.isFile() ? status.size : 0), 0);

function measure(place: string, folder: string, files: number, megabytes: number): Figures {
  const main = resolve(root, 'ingest/main.ts');
  const options = ['--check', '--submissions', folder];
  const cache = join(place, 'cache');
  const parse = timed(resolve(import.meta.dirname, 'ingest/parse.ts'), folder);
  const cold = timed(main, ...options, '--no-cache');
  timed(main, ...options, '--cache', cache);
  const warm = timed(main, ...options, '--cache', cache);
  writeFiles(folder, files, files + 1);
  const oneNew = timed(main, ...options, '--cache', cache);
  const out = join(place, 'generated');
  const exported = timed(main, '--submissions', folder, '--cache', cache, '--out', out);
  const written = bytesBelow(out) / 1e6;
  rmSync(out, { recursive: true });
  return { files, megabytes, parse, cold, warm, oneNew, exported, written };
}

const spent = ({ seconds, cpuSeconds }: Use): string =>
  `${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of CPU)`;

const line = ({ files, megabytes, parse, cold, warm, oneNew, exported, written }: Figures): string =>
  [
    `  ${String(files).padStart(7)} files, ${megabytes.toFixed(0)} MB: JSON.parse ${spent(parse)}`,
    `ingest ${spent(cold)}, ${(cold.seconds / parse.seconds).toFixed(2)} times as long`,
    `with all kept ${spent(warm)}`,
    `with one new file ${spent(oneNew)}`,
    `at most ${cold.mebibytes.toFixed(0)} MiB`,
    `all kept and everything written ${spent(exported)}, at most ${exported.mebibytes.toFixed(0)} MiB`,
    `exports ${written.toFixed(0)} MB, ${(written / megabytes).toFixed(2)} times the files`,
  ].join(', ');

export async function run(): Promise<string> {
  const place = mkdtempSync(join(tmpdir(), 'trainmark-ingest-perf-'));
  const folder = join(place, 'submissions');
  const figures: Figures[] = [];
  let bytes = 0;
  let written = 0;
  try {
    for (const files of MEASURED) {
      bytes += writeFiles(folder, written, files);
      written = files;
      figures.push(measure(place, folder, files, bytes / 1e6));
      // The largest number takes long; what is known is shown before.
      console.error(line(figures.at(-1)!));
    }
  } finally {
    rmSync(place, { recursive: true });
  }
  const [, middle, last] = figures;
  const growth = last!.cold.cpuSeconds / middle!.cold.cpuSeconds / (last!.files / middle!.files);
  return [
    'ingest --check on files of real size, next to reading and JSON.parse of the same files on one thread; goal 1.5 x',
    ...figures.map(line),
    `  CPU time per file at ${last!.files} files: ${growth.toFixed(2)} times that at ${middle!.files}; 1 is linear`,
  ].join('\n');
}
