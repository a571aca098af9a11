/** @file Pages: content security policy, downloads, links under any base path, and what only some workloads show. */
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { JSDOM } from 'jsdom';
import Papa from 'papaparse';
import { describe, expect, inject, it } from 'vitest';
import { leaderboardSchema } from '../../data/contract/leaderboard.ts';
import { buildSite } from './build.ts';
import { fileHarness } from './file-harness.ts';
import { pageKinds } from './kinds.ts';
import { type Server, serveFolder } from './serve.ts';

/** Workloads whose pages have parts that the fullest one lacks; kinds.test.ts looks at one page of each kind. */
const LOOKS = [
  ['workloads/mnist-cnn/', 'light', 390],
  ['workloads/resnet18/', 'dark', 1280],
  ['workloads/attention/', 'dark', 390],
  ['workloads/llm/', 'light', 1280],
] as const;
const PAGES = [...LOOKS.map(([path]) => path), ...pageKinds(inject('site').folder).map(({ path }) => path)];

const harness = fileHarness({ adapter: false });
const { open } = harness;

it.each(LOOKS)(
  '/%s is accessible, fits and makes no external requests in %s at %d px',
  async (path, theme, width) => {
    const { page, errors, external, accessibility, openDetails, overflow } = await open(path, {
      width,
      dark: theme === 'dark',
    });
    await openDetails('first');
    expect(await accessibility()).toEqual([]);
    await openDetails('all');
    expect(await overflow()).toEqual([]);
    expect(await page.locator('h1').count()).toBe(1);
    expect(errors()).toEqual([]);
    expect(external()).toEqual([]);
  },
);

describe.each(PAGES)('/%s', (path) => {
  it('has the content security policy before anything it applies to', async () => {
    const html = await (await fetch(harness.server.url + path)).text();
    const policy = /<meta http-equiv="content-security-policy" content="([^"]*)"/.exec(html);
    expect(policy?.[1]).toContain("default-src 'none'");
    // WebAssembly is compiled by the quick test and the explorer; it is no eval.
    expect(policy?.[1]?.replace("'wasm-unsafe-eval'", '')).not.toContain('unsafe-');
    const governed = html.search(/<script|<style|<link rel="stylesheet"/);
    expect(policy!.index).toBeLessThan(governed);
    expect(html).not.toMatch(/ style="| on[a-z]+="/);
  });

  it('keeps the space between words and links', async () => {
    const html = await (await fetch(harness.server.url + path)).text();
    expect(html.match(/[\p{L}\d.,;:]<(a|code)[ >]|<\/(a|code)>[\p{L}\d]/gu)).toBeNull();
  });
});

it.each([390, 834, 1280])('breaks no name and no value of a headline at %d px', async (width) => {
  for (const path of ['', 'workloads/', 'workloads/vgg16-cifar100/']) {
    const { page, close } = await open(path, { width });
    const pieces = page.locator('.finding .nowrap');
    expect(await pieces.allTextContents()).toContain('i7-8700');
    const lines = await pieces.evaluateAll((spans) => spans.map((span) => span.getClientRects().length));
    expect(new Set(lines)).toEqual(new Set([1]));
    await close();
  }
});

it.each([320, 390])('shows every common question whole at %d px', async (width) => {
  const { page } = await open('', { width });
  const ends = await page
    .locator('.presets a')
    .evaluateAll((links) => links.map((link) => link.getBoundingClientRect().right));
  expect(ends.length).toBeGreaterThan(1);
  expect(Math.max(...ends)).toBeLessThanOrEqual(width);
});

it('says what is new by month, one link away from every page, and how to repeat a run', async () => {
  const { page } = await open('method/');
  await page.getByRole('contentinfo').getByRole('link', { name: 'Newest runs' }).click();
  await page.waitForURL(/\/runs\/$/);
  expect(await page.getByRole('heading', { level: 2 }).first().textContent()).toMatch(/^\p{L}+ \d{4}$/u);
  const days = (await page.locator('td[data-label="Day"]').allTextContents()).map((day) => day.trim());
  const measured = days.slice(0, -1);
  expect(measured).toEqual(measured.toSorted().reverse());
  await page.locator('tbody tr:not(.month) a').first().click();
  await page.getByRole('link', { name: 'Repeat it' }).click();
  await page.getByRole('heading', { name: 'Repeat this run' }).waitFor();
  // With what this run had, not only its preset, which would measure far more.
  const repeat = await page.locator('#repeat + p code').textContent();
  expect(repeat).toMatch(/ --preset \w+ --workload .+ --mode .+ --engine .+ --device .+ --recipe /);
});

it('skips to the content by keyboard', async () => {
  const { page } = await open('method/');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
});

describe('a workload', () => {
  it('starts with its headline and describes what is computed', async () => {
    const { page } = await open('workloads/mnist-cnn/', { javaScript: false });
    expect(await page.locator('.finding').first().textContent()).toMatch(/fastest at [\d.]+ s\/epoch/);
    expect(await page.locator('dl.facts').first().textContent()).toContain('93,322');
    expect(await page.locator('.bars[role="img"]').count()).toBeGreaterThan(0);
  });

  it('shows that a CPU can beat its own GPU on a small model, with the caveat', async () => {
    const { page } = await open('workloads/mnist-cnn/', { javaScript: false });
    const row = page.locator('table.ratios tr', { hasText: 'M1 Max' }).first();
    expect(await row.textContent()).toContain('0.802x');
    expect(await row.textContent()).toContain('small');
  });

  it('links to its rows on the leaderboard', async () => {
    const { page } = await open('workloads/mnist-cnn/');
    await page.getByRole('link', { name: /rows: training$/ }).click();
    await expect.poll(() => page.locator('table.rows caption').textContent()).toContain('MNIST');
  });
});

describe('downloads', () => {
  const get = (name: string) => fetch(`${harness.server.url}data/${name}`);

  it('are the whole leaderboard, as JSON, CSV and Parquet', async () => {
    const leaderboard = leaderboardSchema.parse(await (await get('leaderboard.json')).json());
    const csv = Papa.parse(await (await get('results.csv')).text(), { header: true, skipEmptyLines: true });
    expect(csv.data).toHaveLength(leaderboard.rows.length);
    const parquet = new Uint8Array(await (await get('results.parquet')).arrayBuffer());
    expect(new TextDecoder().decode(parquet.slice(0, 4))).toBe('PAR1');
  });

  it.each(['submission', 'leaderboard'])('have the JSON Schema of a %s', async (name) => {
    const schema = await (await get(`${name}.schema.json`)).json();
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(schema.required).toContain('schemaVersion');
  });

  it('have the file behind every row', async () => {
    const { rows } = leaderboardSchema.parse(await (await get('leaderboard.json')).json());
    const paths = new Set(rows.flatMap(({ sources }) => sources.map(({ path }) => path)));
    for (const path of paths) expect((await get(`files/${path.replace(/^data\//, '')}`)).status).toBe(200);
  });
});

/** Follows all links and loads all assets of the site; returns those that are broken or leave the base path. */
async function deadLinks(server: Server): Promise<string[]> {
  const dead: string[] = [];
  const seen = new Set([server.url]);
  for (const address of seen) {
    const response = await fetch(address);
    if (!response.ok) dead.push(`${address}: ${response.status}`);
    if (!response.headers.get('content-type')?.startsWith('text/html')) continue;
    const { document } = new JSDOM(await response.text()).window;
    const found = [...document.querySelectorAll('[href], [src], [component-url], [renderer-url]')].flatMap(
      (node) => ['href', 'src', 'component-url', 'renderer-url'].map((name) => node.getAttribute(name) ?? ''),
    );
    for (const link of found.filter(Boolean)) {
      const url = new URL(link, address);
      if (url.origin !== new URL(server.url).origin) continue;
      if (!url.pathname.startsWith(server.base)) dead.push(`${link} on ${address} leaves the base path`);
      else seen.add(url.origin + url.pathname);
    }
  }
  expect(seen.size).toBeGreaterThan(15);
  return dead;
}

describe('an address that a reader shortens', () => {
  const { folder } = inject('site');
  const pages = globSync('**/index.html', { cwd: folder }).map((path) => dirname(path.replaceAll('\\', '/')));

  it('leads to a page: the folder above every page has one', () => {
    const above = new Set(pages.map((path) => dirname(path)).filter((path) => path !== '.'));
    expect(above).toContain('machines');
    expect([...above].filter((path) => !pages.includes(path))).toEqual([]);
  });

  it.each([
    ['embed/workloads/', 'embed/'],
    ['data/files/', 'runs/'],
    ['data/badges/', 'embed/'],
  ])('/%s leads on to /%s', async (from, to) => {
    const { page } = await open('404.html');
    await page.goto(harness.server.url + from);
    await page.waitForURL(harness.server.url + to);
  });
});

describe('links', () => {
  it('all work below a base path two levels deep', async () => {
    expect(await deadLinks(harness.server)).toEqual([]);
  });

  it('all work at the root', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trainmark-root-'));
    buildSite({ samples: inject('site').samples, base: '/', out: folder });
    const server = await serveFolder(folder, '/');
    expect(await deadLinks(server)).toEqual([]);
    await server.close();
    rmSync(folder, { recursive: true });
  });
});
