/**
 * @file Time, memory and growth of `npm run ingest -- --check` on many files of real size, next to reading and `JSON.parse` of
 * the same bytes on one thread in the same run. `TRAINMARK_INGEST_FILES=100000` sets another number than 10,000.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeFiles } from './ingest/files.ts';

const root = resolve(import.meta.dirname, '../..');
const MOST = Number(process.env.TRAINMARK_INGEST_FILES ?? 10_000);
const MEASURED = [MOST / 100, MOST / 10, MOST].map(Math.ceil);

/** Runs a script in a fresh process; its seconds and its highest memory in MiB. */
function timed(script: string, ...options: string[]): { seconds: number; mebibytes: number } {
  const begin = performance.now();
  const report =
    "process.on('exit',()=>process.stderr.write(`\\nmaxRSS ${process.resourceUsage().maxRSS}\\n`))";
  const hook = `data:text/javascript,${encodeURIComponent(report)}`;
  const run = spawnSync(process.execPath, ['--import', 'tsx', '--import', hook, script, ...options], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  const seconds = (performance.now() - begin) / 1000;
  const rss = /maxRSS (\d+)/.exec(run.stderr)?.[1];
  if (run.status !== 0 || rss === undefined)
    throw new Error(`${script} exited ${run.status}:\n${run.stderr.slice(0, 2000)}`);
  return { seconds, mebibytes: Number(rss) / 1024 };
}

interface Figures {
  files: number;
  megabytes: number;
  parse: number;
  cold: number;
  warm: number;
  oneNew: number;
  mebibytes: number;
}

/** Ingest without and with kept results, and once more after one new file, each next to the bare JSON.parse. */
function measure(folder: string, cache: string, files: number, megabytes: number): Figures {
  const main = resolve(root, 'ingest/main.ts');
  const options = ['--check', '--submissions', folder, '--cache', cache];
  const { seconds: parse } = timed(resolve(import.meta.dirname, 'ingest/parse.ts'), folder);
  const { seconds: cold, mebibytes } = timed(main, ...options.slice(0, 3), '--no-cache');
  timed(main, ...options);
  const { seconds: warm } = timed(main, ...options);
  writeFiles(folder, files, files + 1);
  const { seconds: oneNew } = timed(main, ...options);
  return { files, megabytes, parse, cold, warm, oneNew, mebibytes };
}

const line = ({ files, megabytes, parse, cold, warm, oneNew, mebibytes }: Figures): string =>
  [
    `  ${String(files).padStart(7)} files, ${megabytes.toFixed(0)} MB:`,
    `JSON.parse ${parse.toFixed(2)} s,`,
    `ingest ${cold.toFixed(2)} s = ${(cold / parse).toFixed(2)} x,`,
    `all kept ${warm.toFixed(2)} s, one new file ${oneNew.toFixed(2)} s,`,
    `at most ${mebibytes.toFixed(0)} MiB`,
  ].join(' ');

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
      figures.push(measure(folder, join(place, 'cache'), files, bytes / 1e6));
      console.error(line(figures.at(-1)!));
    }
  } finally {
    rmSync(place, { recursive: true });
  }
  const [, middle, last] = figures;
  const growth = last!.cold / middle!.cold / (last!.files / middle!.files);
  return [
    'ingest --check on files of real size, next to reading and JSON.parse of the same files on one thread; goal 1.5 x',
    ...figures.map(line),
    `  time per file at ${last!.files} files: ${growth.toFixed(2)} times that at ${middle!.files}; 1 is linear`,
  ].join('\n');
}
