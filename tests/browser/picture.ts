/** @file Creates the pictures of the README from the built site: the top of the leaderboard, light and dark. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChromium } from './chromium.ts';
import { serveFolder } from './serve.ts';

const TARGET = '.github';
const PADDING = 24;

const folder = mkdtempSync(join(tmpdir(), 'trainmark-picture-'));
const build = spawnSync(
  process.execPath,
  ['--import', 'tsx', 'site/main.ts', 'build', '--base', '/', '--out', folder],
  {
    stdio: 'inherit',
  },
);
if (build.status !== 0) process.exit(build.status ?? 2);

mkdirSync(TARGET, { recursive: true });
const server = await serveFolder(folder, '/');
const browser = await startChromium({ adapter: false });
for (const colorScheme of ['light', 'dark'] as const) {
  const path = join(TARGET, `leaderboard-${colorScheme}.png`);
  const context = await browser.newContext({
    viewport: { width: 1080, height: 1000 },
    colorScheme,
    deviceScaleFactor: 1.25,
  });
  const page = await context.newPage();
  await page.goto(server.url);
  const top = await page.locator('h1').boundingBox();
  const bottom = await page.locator('.charts').boundingBox();
  if (top === null || bottom === null)
    throw new Error('the leaderboard has no heading or no charts to cut between');
  const y = top.y - PADDING;
  await page.screenshot({
    path,
    clip: { x: 0, y, width: 1080, height: bottom.y + bottom.height + PADDING / 3 - y },
  });
  console.log(`${path}: ${Math.round(statSync(path).size / 1000)} kB`);
  await context.close();
}
await browser.close();
await server.close();
rmSync(folder, { recursive: true });
