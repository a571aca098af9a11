/** @file The leaderboard in a real Chromium: chart, table and URL stay in sync; it also works without JavaScript. */
import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, type OpenedPage, type PageOptions, startHarness, untilHydrated } from './harness.ts';

let harness: Harness;
const opened: OpenedPage[] = [];

beforeAll(async () => {
  harness = await startHarness({ adapter: false });
});
afterAll(() => harness.close());
afterEach(async () => {
  for (const one of opened.splice(0)) {
    expect(one.errors()).toEqual([]);
    expect(one.external()).toEqual([]);
    await one.close();
  }
});

async function open(query = '', options: PageOptions = {}): Promise<Page> {
  const one = await harness.openPage(query, options);
  opened.push(one);
  return one.page;
}

/** Names of the rows in the visible charts and in the table; a truncated name ends with an ellipsis. */
function rows(page: Page): Promise<{ chart: string[]; table: string[] }> {
  return page.evaluate(() => ({
    chart: [...document.querySelectorAll('svg.chart')]
      .filter((chart) => chart.getClientRects().length > 0)
      .flatMap((chart) => [...chart.querySelectorAll('.names text')])
      .map((node) => node.firstChild?.nodeValue ?? ''),
    table: [...document.querySelectorAll('table.rows .name')].map((node) => node.textContent),
  }));
}

/** Waits until chart and table have the same rows in the same order, and returns the names. */
async function sameRows(page: Page): Promise<string[]> {
  await expect
    .poll(async () => {
      const { chart, table } = await rows(page);
      const same = table.map((name, index) => {
        const start = chart[index]?.replace(/…$/, '');
        return start !== undefined && name.includes(start) ? chart[index] : name;
      });
      return [chart, same];
    })
    .toSatisfy(([chart, same]: [string[], string[]]) => JSON.stringify(chart) === JSON.stringify(same));
  return (await rows(page)).table;
}

const query = (page: Page) => new URL(page.url()).search;

async function choose(page: Page, facet: string, option: string): Promise<void> {
  await page.locator('details.facet summary', { hasText: new RegExp(`^${facet}`) }).click();
  await page.getByRole('checkbox', { name: new RegExp(`^${option}`) }).click();
  await page.keyboard.press('Escape');
}

describe('the first screen', () => {
  it.each([1280, 390])('shows the headline at %d px before any click', async (width) => {
    const page = await open('', { width });
    const names = await sameRows(page);
    expect(names.length).toBeGreaterThan(5);
    expect(await page.locator('.finding').textContent()).toContain('is fastest at');
    const top = await page.locator('svg.chart').filter({ visible: true }).first().boundingBox();
    expect(top!.y).toBeLessThan(600);
    expect(await page.locator('svg.chart').filter({ visible: true }).first().textContent()).toContain(
      'log scale',
    );
  });

  it('shows chart, table and details without JavaScript, and no controls that need it', async () => {
    const page = await open('', { javaScript: false });
    const names = await sameRows(page);
    expect(names.length).toBeGreaterThan(5);
    expect(await page.locator('.filters, .choosers, .share').filter({ visible: true }).count()).toBe(0);
    await page.locator('details.row summary').first().click();
    expect(await page.locator('details.row dl').first().isVisible()).toBe(true);
  });
});

describe('filters', () => {
  it('change chart and table together and are stored in the URL', async () => {
    const page = await open();
    const all = await sameRows(page);
    await choose(page, 'vendor', 'Apple');
    await expect.poll(() => query(page)).toBe('?vendor=Apple');
    const apple = await sameRows(page);
    expect(apple.length).toBeLessThan(all.length);
    expect(apple.every((name) => name.includes('Apple'))).toBe(true);
    expect(await page.locator('.tally').textContent()).toContain(`${apple.length} of ${all.length} rows`);
    expect(await page.locator('.finding').textContent()).toContain('of the rows shown');

    await page.reload();
    await expect.poll(async () => (await rows(page)).table).toEqual(apple);
    expect(await sameRows(page)).toEqual(apple);

    await page.goBack();
    await expect.poll(() => query(page)).toBe('');
    expect(await sameRows(page)).toEqual(all);
    await page.goForward();
    await expect.poll(async () => (await rows(page)).table).toEqual(apple);
  });

  it('search adds one history entry, and a message is shown if nothing matches', async () => {
    const page = await open();
    const all = await sameRows(page);
    await page.getByRole('searchbox').pressSequentially('rtx');
    await expect.poll(() => query(page)).toBe('?search=rtx');
    const found = await sameRows(page);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(all.length);
    const texts = await page.locator('table.rows tbody > tr:not(.panel)').allTextContents();
    expect(texts.filter((text) => !text.includes('RTX'))).toEqual([]);
    await page.getByRole('searchbox').fill('no such thing');
    expect(await page.getByText('No rows match these filters').isVisible()).toBe(true);
    await page.goBack();
    await expect.poll(() => query(page)).toBe('');
    expect(await sameRows(page)).toEqual(all);
  });

  it('open, choose and close by keyboard', async () => {
    const page = await open();
    const summary = page.locator('details.facet summary').first();
    await summary.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await expect.poll(() => query(page)).toMatch(/^\?vendor=/);
    await page.keyboard.press('Escape');
    expect(await page.locator('details.facet[open]').count()).toBe(0);
    expect(await summary.evaluate((node) => node === document.activeElement)).toBe(true);
    await sameRows(page);
  });

  it('are cleared together', async () => {
    const page = await open('?vendor=Apple&device=cpu&search=m1&sort=name-ascending');
    await expect
      .poll(async () => (await rows(page)).table)
      .toSatisfy((names: string[]) => names.every((name) => name.includes('M1')), 'the rows of the filters');
    const some = await sameRows(page);
    await page.getByRole('button', { name: 'Clear' }).click();
    expect(query(page)).toBe('');
    expect((await sameRows(page)).length).toBeGreaterThan(some.length);
  });
});

describe('the view', () => {
  it('changes with the workload, each with its own headline', async () => {
    const page = await open();
    const headline = await page.locator('.finding').textContent();
    await page.locator('.choosers select').first().selectOption('mnist-cnn');
    await expect.poll(() => query(page)).toBe('?workload=mnist-cnn');
    await sameRows(page);
    expect(await page.locator('.finding').textContent()).not.toBe(headline);
    expect(await page.locator('table.rows caption').textContent()).toContain('MNIST');
  });

  it('sorts chart and table by any column and announces it to screen readers', async () => {
    // With one panel, because rows are sorted within each panel.
    const page = await open('?provenance=published');
    await page.getByRole('button', { name: 'Hardware' }).click();
    await expect.poll(() => query(page)).toBe('?provenance=published&sort=name-ascending');
    await expect
      .poll(() => sameRows(page))
      .toSatisfy(
        (names: string[]) => names.length > 5 && `${names}` === `${names.toSorted()}`,
        'more than five names in alphabetical order',
      );
    expect(await page.locator('th[aria-sort="ascending"]').textContent()).toContain('Hardware');
    await page.getByRole('button', { name: 'Hardware' }).click();
    await expect.poll(() => query(page)).toBe('?provenance=published&sort=name-descending');
  });

  it('uses any row as 1.0x in chart, table and link', async () => {
    const page = await open();
    const second = page.locator('table.rows tbody tr:not(.panel)').nth(1);
    await second.locator('summary').click();
    await second.getByRole('button', { name: /as 1.0x/ }).click();
    await expect.poll(() => query(page)).toMatch(/^\?reference=/);
    expect(await second.locator('.ratio').textContent()).toBe('1.00x');
    await expect
      .poll(() => page.locator('svg.chart .ratios text').filter({ visible: true }).nth(1).textContent())
      .toBe('1.00x');
    await page.reload();
    await expect.poll(() => second.locator('.ratio').textContent()).toBe('1.00x');
    await page.getByLabel('1.0x is').selectOption('');
    await expect.poll(() => second.locator('.ratio').textContent()).not.toBe('1.00x');
  });
});

/** Holds back a script of the page, as a slow connection would. Returns a function that lets it load. */
async function holdBack(context: BrowserContext, name: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await context.route(new RegExp(`/assets/${name}\\.[^/]+\\.js$`), async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

describe('while the page loads', () => {
  const copy = (page: Page) => page.locator('.share button').first();
  const top = async (page: Page) => (await copy(page).boundingBox())!.y;

  it('shows controls only when they work, without moving anything', async () => {
    const page = await open();
    const release = await holdBack(page.context(), 'Leaderboard');
    await page.reload({ waitUntil: 'commit' });
    await page.locator('table.rows tr').last().waitFor();
    const controls = page.locator('.filters, .choosers, .share, button.reference');
    expect(await controls.count()).toBeGreaterThan(3);
    expect(await controls.filter({ visible: true }).count()).toBe(0);
    const before = await top(page);
    release();
    await untilHydrated(page);
    for (const name of ['.filters', '.choosers', '.share'])
      expect(await page.locator(name).isVisible()).toBe(true);
    expect(await top(page)).toBe(before);
  });

  it('does not move a button away from its click when the chart appears', async () => {
    const page = await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const release = await holdBack(page.context(), 'live');
    await page.goto(`${page.url()}?vendor=Apple`);
    await untilHydrated(page);
    await copy(page).hover();
    const before = await top(page);
    await page.mouse.down();
    expect(await page.locator('svg.chart').count()).toBe(0);
    release();
    await page.locator('svg.chart').first().waitFor();
    await sameRows(page);
    expect(await top(page)).toBe(before);
    await page.mouse.up();
    await page.getByText('Link copied.').waitFor();
  });
});

describe('exports', () => {
  it('saves the visible rows as CSV, in their order', async () => {
    const page = await open('?vendor=Apple');
    await expect.poll(() => page.locator('.tally').textContent()).not.toMatch(/^(\d+) of \1 /);
    const names = await sameRows(page);
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    const download = await waiting;
    const { data, errors } = Papa.parse<Record<string, string>>(readFileSync(await download.path(), 'utf8'), {
      header: true,
      skipEmptyLines: true,
    });
    expect(errors).toEqual([]);
    expect(data.map(({ name }) => name)).toEqual(names);
    expect(data.every(({ value, unit }) => Number(value) > 0 && unit !== '')).toBe(true);
  });

  it('copies the link of the view', async () => {
    const page = await open('?vendor=Apple');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('Link copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  });
});

describe('accessibility', () => {
  it.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)(
    'has no violation in %s at %d px, with a menu and details open and a filter set',
    async (theme, width) => {
      const page = await open('?device=gpu', { width, dark: theme === 'dark' });
      await sameRows(page);
      await page.locator('details.row summary').first().click();
      await page.locator('details.facet summary').first().click();
      expect(await opened.at(-1)!.accessibility()).toEqual([]);
    },
  );
});
