/**
 * @file Every kind of page, found by the files of site/pages: accessible in both themes, fitting at every width, without a
 * message or a request to another host, still while it loads, readable without JavaScript, small.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, inject, it } from 'vitest';
import { fileHarness } from './file-harness.ts';
import { pageKinds } from './kinds.ts';

/** What a page may have before anyone touches it, at any number of rows. */
const MOST_ELEMENTS = 3000;
const MOST_KILOBYTES = 100;

const kinds = pageKinds(inject('site').folder);

const harness = fileHarness({ adapter: false, quiet: true });
const { open } = harness;

/** Kilobytes of all files that were requested, as a host sends them compressed. */
function kilobytes(requested: readonly string[]): number {
  const { folder } = inject('site');
  const { url } = harness.server;
  const files = [...new Set(requested)].map(
    (address) => new URL(address.replace(url, 'http://site/')).pathname,
  );
  const sizes = files.map((file) => {
    const path = join(folder, decodeURIComponent(file), file.endsWith('/') ? 'index.html' : '');
    return gzipSync(readFileSync(path)).length;
  });
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

describe.each(kinds)('/$path ($kind)', ({ path }) => {
  it('is small and still until it is touched', async () => {
    const { page, requested, moves } = await open(path, { touch: false });
    await page.waitForLoadState('networkidle');
    expect(await page.locator('*').count()).toBeLessThanOrEqual(MOST_ELEMENTS);
    expect(kilobytes(requested())).toBeLessThanOrEqual(MOST_KILOBYTES);
    expect(await moves()).toEqual([]);
  });

  it('is accessible in light at 1280 px, and fits from 320 to 1280', async () => {
    const { page, accessibility, openDetails, overflow, hidden } = await open(path, { width: 1280 });
    expect(await page.locator('h1').count()).toBe(1);
    await openDetails('first');
    expect(await accessibility()).toEqual([]);
    await openDetails('all');
    for (const width of [1280, 834, 390, 320]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await overflow(), `${width} px`).toEqual([]);
      if (width === 390) expect(await hidden()).toEqual([]);
    }
  });

  it('is accessible in dark at 390 px, and still there', async () => {
    const { page, accessibility, moves } = await open(path, { width: 390, dark: true, touch: false });
    await page.waitForLoadState('networkidle');
    expect(await moves()).toEqual([]);
    expect(await accessibility()).toEqual([]);
  });

  it('fits a phone whose letters are twice as large', async () => {
    const { overflow, enlarge } = await open(path, { width: 390 });
    await enlarge(2);
    expect(await overflow()).toEqual([]);
  });

  it('is readable without JavaScript', async () => {
    const { page } = await open(path, { javaScript: false });
    const [heading, text] = await Promise.all([
      page.locator('h1').textContent(),
      page.locator('main').innerText(),
    ]);
    expect(heading?.trim()).not.toBe('');
    expect(text.length).toBeGreaterThan(heading!.length + 20);
  });
});
