/** @file The leaderboard in a real Chromium: charts, table and address stay in sync; it also works without JavaScript. */
import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { fileHarness } from './file-harness.ts';
import type { PageOptions } from './harness.ts';
import { untilHydrated } from './hydrated.ts';
import { readMoves } from './moves.ts';

const VGG = 'workloads/vgg16-cifar100/train/';

const harness = fileHarness({ adapter: false, quiet: true });

async function open(path = '', options: PageOptions = {}): Promise<Page> {
  return (await harness.open(path, options)).page;
}

/** Goes to a path without touching anything there. */
async function arrive(page: Page, path: string): Promise<void> {
  await page.goto(harness.server.url + path, { waitUntil: 'networkidle' });
}

/** Names of the rows of the first panel in its chart and in the table; a chart shortens names. */
const rows = (page: Page): Promise<{ chart: string[]; table: string[] }> =>
  page.evaluate(() => {
    const all = (place: string, names: string) => [
      ...(document.querySelector(place)?.querySelectorAll(names) ?? []),
    ];
    return {
      // Without the mark of the visitor's own rows, which follows the name.
      chart: all('figure.panel', '.chart-row .name').map((node) => node.firstChild?.textContent ?? ''),
      table: all('table.rows tbody', '.name').map((node) => node.textContent),
    };
  });

/** Waits until the first chart has the rows of the table in the same order, and returns their names. */
async function sameRows(page: Page): Promise<string[]> {
  await expect
    .poll(() => rows(page))
    .toSatisfy(
      ({ chart, table }: Awaited<ReturnType<typeof rows>>) =>
        chart.length > 0 &&
        chart.length === table.length &&
        chart.every((name, index) => table[index]!.includes(name)),
      'the same rows in chart and table',
    );
  return (await rows(page)).table;
}

const allNames = (page: Page) => page.locator('table.rows .name').allTextContents();
const address = (page: Page) => page.url().slice(harness.server.url.length);

async function choose(page: Page, facet: string, option: string): Promise<void> {
  await page.locator('details.facet summary', { hasText: new RegExp(`^${facet}`) }).click();
  await page.getByRole('checkbox', { name: new RegExp(`^${option}`) }).click();
  await page.keyboard.press('Escape');
}

describe('the first screen', () => {
  it.each([1280, 390])(
    'answers at %d px without JavaScript, with links to all other leaderboards',
    async (width) => {
      const page = await open('', { javaScript: false, width });
      expect((await sameRows(page)).length).toBeGreaterThan(5);
      expect(await page.locator('.finding').textContent()).toContain('is fastest at');
      const chart = await page.locator('figure.panel').first().boundingBox();
      expect(chart!.y).toBeLessThan(900);
      expect(await page.locator('.filters, .share').filter({ visible: true }).count()).toBe(0);
      await page.locator('details.workload summary').click();
      await page.getByRole('link', { name: 'MNIST CNN', exact: true }).first().click();
      await page.waitForURL(/workloads\/mnist-cnn\/train\/$/);
      expect(await page.locator('table.rows caption').textContent()).toContain('MNIST');
    },
  );

  it('loads neither rows nor the interactive part before it is touched', async () => {
    const page = await open();
    const before = harness.opened[0]!.requested().length;
    await arrive(page, '');
    expect(
      harness.opened[0]!.requested()
        .slice(before)
        .filter((url) => /shards|mount/.test(url)),
    ).toEqual([]);
    const static_ = await page.locator('#board').innerText();
    await untilHydrated(page);
    expect(harness.opened[0]!.requested().some((url) => url.includes('/shards/vgg16-cifar100/'))).toBe(true);
    expect(await page.locator('#board').innerText()).toBe(static_);
  });
});

describe('filters', () => {
  it('change charts and table together and are in the address, beside the pinned 1.0x row', async () => {
    const page = await open();
    const all = await allNames(page);
    await choose(page, 'vendor', 'Apple');
    await expect.poll(() => address(page)).toBe(`${VGG}?vendor=Apple`);
    const apple = await sameRows(page);
    expect((await allNames(page)).filter((name) => !name.includes('Apple'))).toEqual(['Intel Core i7-8700']);
    expect(await page.locator('tr.pinned .pin').allTextContents()).toEqual(['1.0x']);
    const tally = page.locator('.tally [role=status]').first();
    expect(await tally.textContent()).toBe(`${(await allNames(page)).length - 1} of ${all.length} rows`);
    expect(await page.locator('.finding').textContent()).toContain('of the rows shown');

    await page.reload();
    await untilHydrated(page);
    expect(await sameRows(page)).toEqual(apple);

    await page.goBack();
    await untilHydrated(page);
    await expect.poll(() => address(page)).toBe('');
    await expect.poll(() => allNames(page)).toEqual(all);
  });

  it('search adds one history entry, and a message is shown if nothing matches', async () => {
    const page = await open(VGG);
    const all = await allNames(page);
    await page.getByRole('searchbox', { name: 'search' }).pressSequentially('rtx');
    await expect.poll(() => address(page)).toBe(`${VGG}?search=rtx`);
    await expect
      .poll(() => allNames(page))
      .toSatisfy((names: string[]) => names.every((name) => /RTX|i7-8700/.test(name)), 'rows of the search');
    await page.getByRole('searchbox', { name: 'search' }).fill('no such thing');
    await page.getByText('No rows match these filters').waitFor();
    await page.goBack();
    await expect.poll(() => allNames(page)).toEqual(all);
  });

  it('that match no row say so, and one click leads back', async () => {
    const page = await open(`${VGG}?search=nothing%20like%20it`);
    expect(await page.locator('.finding').textContent()).toMatch(/: no row matches the filters\.$/);
    await page.getByRole('button', { name: /^show all \d+ rows$/ }).click();
    await expect.poll(() => address(page)).toBe(VGG);
    await expect.poll(() => page.locator('.finding').textContent()).toContain('is fastest at');
  });

  it('open, choose and close by keyboard', async () => {
    const page = await open(VGG);
    const summary = page.locator('.filters details.facet summary').first();
    await summary.focus();
    await page.keyboard.press('Enter');
    await page.locator('.filters details[open] input').first().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await expect.poll(() => address(page)).toContain('?vendor=');
    await page.keyboard.press('Escape');
    expect(await page.locator('details.facet[open]').count()).toBe(0);
    expect(await summary.evaluate((node) => node === document.activeElement)).toBe(true);
  });

  it('are cleared together', async () => {
    const page = await open(`${VGG}?vendor=Apple&device=cpu&search=m1&sort=name-ascending`);
    const some = await allNames(page);
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(() => address(page)).toBe(VGG);
    await expect.poll(async () => (await allNames(page)).length).toBeGreaterThan(some.length);
  });
});

describe('the view', () => {
  it('is sorted by any column, which is announced to screen readers', async () => {
    const page = await open(`${VGG}?provenance=published`);
    await page.getByRole('button', { name: 'Hardware' }).click();
    await expect.poll(() => address(page)).toBe(`${VGG}?provenance=published&sort=name-ascending`);
    const names = await sameRows(page);
    expect(names).toEqual(names.toSorted());
    expect(await page.locator('th[aria-sort="ascending"]').textContent()).toContain('Hardware');
  });

  it('has any row as 1.0x in chart, table and link, and details that are loaded on opening', async () => {
    const page = await open(VGG);
    const ofDetails = () =>
      harness.opened[0]!.requested().filter((url) => /train-\d+-[0-9a-f]+\.json/.test(url)).length;
    expect(ofDetails()).toBe(0);
    const second = page.locator('table.rows tbody tr[id]').nth(1);
    await second.locator('summary').click();
    await second.locator('dl dt', { hasText: 'Source' }).waitFor();
    expect(ofDetails()).toBe(1);
    await second.getByRole('button', { name: /as 1.0x/ }).click();
    await expect.poll(() => address(page)).toContain('?reference=');
    await expect.poll(() => second.locator('.ratio').textContent()).toBe('1.00x');
    await expect.poll(() => page.locator('.chart-row .figure').nth(1).textContent()).toBe('1.00x');
    await page.reload();
    await untilHydrated(page);
    expect(await second.locator('.ratio').textContent()).toBe('1.00x');
    await page.getByLabel('1.0x is').selectOption('');
    await expect.poll(() => second.locator('.ratio').textContent()).not.toBe('1.00x');
  });

  it('pins the visitor’s own hardware and keeps it for the next visit', async () => {
    const page = await open(`${VGG}?vendor=NVIDIA&mine=apple-m1-max-32-core-gpu`);
    expect(await page.locator('tr.pinned .pin').allTextContents()).toContain('yours');
    const row = page.locator('table.rows tbody tr[id]').first();
    await row.locator('summary').click();
    await row.getByRole('button', { name: /mine/ }).click();
    await expect.poll(() => address(page)).toMatch(/mine=apple-m1-max-32-core-gpu,nvidia/);
    await page.goto(harness.server.url + VGG);
    await page.locator('#board[data-live]').waitFor();
    expect(await row.locator('.pin').textContent()).toBe('yours');
  });
});

describe('addresses', () => {
  it.each([
    ['?workload=mnist-cnn&vendor=Apple', 'workloads/mnist-cnn/train/?vendor=Apple'],
    ['?workload=resnet18&mode=infer', 'workloads/resnet18/infer/'],
    ['?workload=Resnet18&mode=INFER', 'workloads/resnet18/infer/'],
  ])('of former links lead on: %s', async (old, now) => {
    const page = await open();
    await page.goto(harness.server.url + old);
    await expect.poll(() => address(page)).toBe(now);
    await untilHydrated(page);
    expect(await page.locator('table.rows tbody tr[id]').count()).toBeGreaterThan(0);
  });

  it.each([
    ['?workload=matmul&mode=train', 'workloads/matmul/op/?mode=train', 'mode “train”'],
    ['?workload=unknown&search=rtx', `${VGG}?workload=unknown&search=rtx`, 'workload “unknown”'],
    ['?mode=infer', `${VGG}?mode=infer`, 'mode “infer”'],
  ])('of former links say what is not here: %s', async (old, now, lost) => {
    const page = await open();
    await page.goto(harness.server.url + old);
    await expect.poll(() => address(page)).toBe(now);
    await untilHydrated(page);
    await page.getByText(`Unknown in this link, and left out: ${lost}.`).waitFor();
  });

  it('with a view show nothing before it, and nothing moves', async () => {
    const page = await open();
    const { promise, resolve } = Promise.withResolvers<void>();
    await page.route(/\/shards\//, async (route) => {
      await promise;
      await route.continue();
    });
    await page.goto(`${harness.server.url}${VGG}?vendor=Apple`);
    await page.getByText('Opening the view of this link.').waitFor();
    expect(await page.locator('#board, footer.site').filter({ visible: true }).count()).toBe(0);
    resolve();
    await page.locator('#board[data-live]').waitFor();
    expect(await page.locator('#board').isVisible()).toBe(true);
    expect(await readMoves(page)).toEqual([]);
  });

  it('with unknown parameters, as others add them, are those of the default view', async () => {
    const page = await open();
    await arrive(page, '?utm_source=x');
    expect(await page.locator('#board').isVisible()).toBe(true);
    expect(await page.locator('#board[data-live]').count()).toBe(0);
  });
});

describe('before the interactive part is there', () => {
  /** A page whose rows come only when the returned function is called. */
  async function slow(): Promise<{ page: Page; release: () => void }> {
    const page = await open();
    const { promise, resolve } = Promise.withResolvers<void>();
    await page.route(/\/shards\//, async (route) => {
      await promise;
      await route.continue();
    });
    await arrive(page, VGG);
    return { page, release: resolve };
  }

  it('a click is not lost', async () => {
    const { page, release } = await slow();
    await page.getByRole('button', { name: 'Hardware' }).click();
    release();
    await expect.poll(() => address(page)).toBe(`${VGG}?sort=name-ascending`);
  });

  it('neither are a text, the focus and an opened menu', async () => {
    const { page, release } = await slow();
    await page.locator('.filters summary', { hasText: 'engine' }).click();
    await page.getByRole('searchbox', { name: 'search' }).pressSequentially('apple');
    release();
    await expect.poll(() => address(page)).toBe(`${VGG}?search=apple`);
    await page.locator('details.facet[open] input').first().waitFor();
    await page.keyboard.type(' m1');
    await expect.poll(() => address(page)).toBe(`${VGG}?search=apple%20m1`);
  });
});

describe('exports', () => {
  it('save the rows of the view as CSV, in their order', async () => {
    const page = await open(`${VGG}?vendor=Apple`);
    const names = await allNames(page);
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

  it('copy a link that says all, from the front page, too', async () => {
    const page = await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('Link copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(harness.server.url + VGG);
  });
});

describe('accessibility', () => {
  it.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)(
    'has no violation in %s at %d px, with a menu and details open and a filter set',
    async (theme, width) => {
      const page = await open(`${VGG}?device=gpu`, { width, dark: theme === 'dark' });
      await page.locator('details.row summary').first().click();
      await page.locator('details.row[open] dl').first().waitFor();
      const fold = page.getByRole('button', { name: 'Filters and scale · 1 set' });
      expect(await fold.isVisible()).toBe(width < 500);
      if (width < 500) await fold.click();
      await page.locator('.filters details.facet summary').first().click();
      expect(await harness.opened.at(-1)!.accessibility()).toEqual([]);
      expect(await harness.opened.at(-1)!.overflow()).toEqual([]);
    },
  );
});
