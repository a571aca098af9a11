/**
 * @file Figures of the site at 134, 1,000 and 10,000 generated rows: its build, and its leaderboards in Chromium. `--rows 134,1000`
 * takes other sizes, `--sites FOLDER` measures the sites that an earlier run with it left in FOLDER/<rows> and builds no others.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startChromium } from '../browser/chromium.ts';
import { timed, type Use } from './process/timed.ts';
import { measureSite } from './site/figures.ts';
import { figuresTable, type Measured } from './site/table.ts';
import { generatedIn, writeSite } from './site/write.ts';

const root = resolve(import.meta.dirname, '../..');

const sizes = (process.env.ROWS ?? '134,1000,10000').split(',').map(Number);

/** Builds the site of so many generated rows, unless it is there. */
async function build(place: string, rows: number): Promise<Use | null> {
  const site = join(place, String(rows));
  if (existsSync(site)) return null;
  const data = join(place, `data-${rows}`);
  console.error(`site: ${await writeSite(data, rows)}`);
  const from = ['--data', generatedIn(data), '--sources', data];
  const use = timed(join(root, 'site/main.ts'), 'build', ...from, '--out', site);
  console.error(`site: ${rows} rows built in ${use.seconds.toFixed(1)} s`);
  rmSync(data, { recursive: true });
  return use;
}

export async function run(): Promise<string> {
  const kept = process.env.SITES;
  const place = kept === undefined ? mkdtempSync(join(tmpdir(), 'trainmark-site-perf-')) : resolve(kept);
  mkdirSync(place, { recursive: true });
  const before = loadavg()[0]!;
  const measured: Measured[] = [];
  const browser = await startChromium({ adapter: false });
  try {
    for (const rows of sizes) {
      const use = await build(place, rows);
      measured.push({ rows, build: use, figures: await measureSite(browser, join(place, String(rows))) });
      // The largest size takes long; what is known is shown before.
      console.error(figuresTable(measured));
    }
  } finally {
    await browser.close();
    if (kept === undefined) rmSync(place, { recursive: true });
  }
  const load = [before, loadavg()[0]!].map((one) => one.toFixed(1)).join(' to ');
  return [
    'site: loaded at 390 px over slow 4G (150 ms, 1.6 Mbit/s), gzip; LCP on a processor slowed down 4 times, blocking as 4 times',
    '  the CPU time beyond 50 ms a task; clicks in CPU time until the next frame, at 1280 px; the worse of the front page and the largest leaderboard',
    figuresTable(measured),
    `  load average of the machine: ${load}; LCP depends on it, the rest hardly`,
  ].join('\n');
}
