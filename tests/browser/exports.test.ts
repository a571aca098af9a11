/** @file What a view can be saved as: machines, hardware, engines, runs and comparisons in a real Chromium. */
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';
import Papa from 'papaparse';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, inject, it } from 'vitest';
import { fileHarness } from './file-harness.ts';
import { pageKinds } from './kinds.ts';

const harness = fileHarness({ adapter: false, quiet: true });
const { open } = harness;

const pathOf = (kind: string) => pageKinds(inject('site').folder).find((one) => one.kind === kind)!.path;

async function save(page: Page, name: 'CSV' | 'PNG' | 'SVG'): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('.share').getByRole('button', { name, exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(
    new RegExp(String.raw`^trainmark-[a-z0-9-]+\.${name.toLowerCase()}$`),
  );
  return readFileSync((await download.path())!);
}

const compared = 'compare/?a=intel-core-i7-8700&b=nvidia-geforce-rtx-4070-super';

const views: [name: string, path: () => string, dark: boolean][] = [
  ['a machine', () => pathOf('machines/[id].astro'), false],
  ['a chip', () => pathOf('hardware/[id].astro'), true],
  ['an engine', () => pathOf('engines/[id].astro'), false],
  ['a run', () => pathOf('runs/[run]/[...page].astro'), true],
  ['a comparison', () => compared, false],
];

describe.each(views)('the page of %s', (_, path, dark) => {
  it('is saved as a picture of what it shows, in its colors, without styles of the page', async () => {
    const { page, errors, accessibility } = await open(path(), { width: 390, dark });
    const text = (await save(page, 'SVG')).toString();
    const { documentElement: svg } = new JSDOM(text, { contentType: 'image/svg+xml' }).window.document;
    const [width, height] = ['width', 'height'].map((name) => Number(svg.getAttribute(name))) as [
      number,
      number,
    ];
    expect(svg.querySelector('rect')?.getAttribute('fill')).toBe(
      dark ? 'rgb(23, 22, 20)' : 'rgb(252, 251, 248)',
    );
    const title = await page.locator('[data-picture]').first().innerText();
    const drawn = [...svg.querySelectorAll('text')];
    expect(drawn.map(({ textContent }) => textContent).join(' ')).toContain(title.split(' ')[0]);
    expect(drawn.at(-1)?.textContent).toContain('CC BY 4.0');
    for (const one of drawn.filter(({ parentElement }) => parentElement === svg)) {
      const x = Number(one.getAttribute('x'));
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + Number(one.getAttribute('textLength'))).toBeLessThanOrEqual(width);
      expect(Number(one.getAttribute('y'))).toBeLessThan(height);
    }
    expect(text).not.toMatch(/<style|<script| style=| class=|var\(/);
    const png = sharp(await save(page, 'PNG'));
    expect((await png.metadata()).width).toBeGreaterThanOrEqual(width);
    expect((await png.stats()).entropy).toBeGreaterThan(0.2);
    expect(await accessibility()).toEqual([]);
    expect(errors()).toEqual([]);
  });

  it('is saved as CSV and copied as Markdown and as a link', async () => {
    const { page, errors } = await open(path());
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const { data, errors: faults } = Papa.parse<Record<string, string>>(
      (await save(page, 'CSV')).toString(),
      { header: true, skipEmptyLines: true },
    );
    expect(faults).toEqual([]);
    expect(data.length).toBeGreaterThan(0);
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await page.locator('.share').getByRole('button', { name: 'Markdown', exact: true }).click();
    await expect.poll(copied).toMatch(/\n\| ?-{3}.*\n\| .*\n[\s\S]*Trainmark: <http/);
    await page.locator('.share').getByRole('button', { name: 'Copy link' }).click();
    await expect.poll(copied).toBe(page.url());
    expect(errors()).toEqual([]);
  });
});
