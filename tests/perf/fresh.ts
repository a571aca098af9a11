/** @file Time from `npm run bench -- --preset smoke` in an installed clone to the written file, in seconds. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { median } from '../../data/derive/stats.ts';

const RUNS = 3;
const root = resolve(import.meta.dirname, '../..');

/** Runs the command once with an empty output folder and returns its duration; throws if it wrote no file. */
function timeOnce(): number {
  const out = mkdtempSync(join(tmpdir(), 'trainmark-fresh-'));
  const begin = performance.now();
  const run = spawnSync('npm', ['run', 'bench', '--', '--preset', 'smoke', '--out', out], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const seconds = (performance.now() - begin) / 1000;
  const written = readdirSync(out, { recursive: true }).filter((file) => `${file}`.endsWith('.json'));
  rmSync(out, { recursive: true });
  if (run.status !== 0 || written.length !== 1) {
    throw new Error(`bench exited ${run.status} and wrote ${written.length} files:\n${run.stderr}`);
  }
  return seconds;
}

export async function run(): Promise<string> {
  const seconds = Array.from({ length: RUNS }, timeOnce);
  const list = seconds.map((value) => value.toFixed(1)).join(', ');
  return `fresh: npm run bench -- --preset smoke, command to written file: median ${median(seconds).toFixed(1)} s of ${RUNS} runs (${list} s); target at most 30 s on two cores`;
}
