/** @file Find my machine in a real Chromium, and the pages that it leads to. */
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileHarness } from './file-harness.ts';

const harness = fileHarness({ adapter: false, quiet: true });
const { open } = harness;

const box = (page: Page) => page.getByRole('combobox', { name: 'Find my machine' });

/** The path of the page below the base of the site. */
const pathOf = (page: Page) => new URL(page.url()).pathname.slice(harness.server.base.length - 1);

describe('the box', () => {
  it('fetches the list of chips when it has the focus, finds, and leads to the chip by the keyboard', async () => {
    const { page, requested, accessibility } = await open('hardware/');
    const fetched = () => requested().filter((url) => url.endsWith('/find.json'));
    expect(fetched()).toEqual([]);
    await box(page).focus();
    await expect.poll(fetched).toHaveLength(1);
    await box(page).pressSequentially('2070');
    const options = page.getByRole('option');
    await expect.poll(() => options.first().textContent()).toContain('NVIDIA GeForce RTX 2070');
    expect(await options.first().textContent()).toMatch(/\d+ results?/);
    expect(await options.first().getAttribute('aria-selected')).toBe('true');
    expect(await accessibility()).toEqual([]);
    await page.keyboard.press('ArrowDown');
    expect(await options.nth(1).getAttribute('aria-selected')).toBe('true');
    expect(await box(page).getAttribute('aria-activedescendant')).toBe(
      await options.nth(1).getAttribute('id'),
    );
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/hardware/nvidia-geforce-rtx-2070/');
    expect(await page.locator('h1').textContent()).toBe('NVIDIA GeForce RTX 2070');
  });

  it('says that its list did not come, and loads it on demand', async () => {
    // Not among the pages without errors: the browser reports the request.
    const { page, accessibility, close } = await harness.openPage('hardware/', { width: 390 });
    onTestFinished(close);
    await page.route('**/find.json', (route) => route.abort());
    await box(page).focus();
    const failed = page.getByText('The list of chips could not be loaded.');
    await failed.waitFor();
    expect(await accessibility()).toEqual([]);
    await page.unroute('**/find.json');
    await page.getByRole('button', { name: 'Try again' }).click();
    await failed.waitFor({ state: 'detached' });
    await box(page).pressSequentially('2070');
    await page
      .getByRole('option', { name: /RTX 2070/ })
      .first()
      .waitFor();
  });

  it('shows for a chip without results the nearest one and what to do, and keeps and removes it', async () => {
    const { page, accessibility } = await open('hardware/', { width: 390 });
    await box(page).pressSequentially('7800xt');
    await page.getByRole('option', { name: /RX 7800 XT/ }).click();
    const missing = page.locator('.missing');
    expect(await missing.textContent()).toMatch(
      /No results of the RX 7800 XT yet\. Nearest with results: .*rated/,
    );
    expect(await missing.locator('a').first().getAttribute('href')).toMatch(/\/hardware\/[a-z0-9-]+\/$/);
    expect(await missing.textContent()).toMatch(/By these peaks, expect|Of another family, so/);
    expect(await missing.textContent()).toContain('npm run bench');
    expect(await accessibility()).toEqual([]);
    await page.reload();
    const mine = page.getByRole('list', { name: 'My machine' });
    await expect.poll(() => mine.textContent()).toContain('RX 7800 XT');
    await page.getByRole('button', { name: 'Remove RX 7800 XT' }).click();
    expect(await mine.count()).toBe(0);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  it('offers each of several chips, and says what it does not know', async () => {
    const { page } = await open('hardware/');
    await box(page).fill('2070, m1 max');
    await expect.poll(() => page.getByRole('group').count()).toBe(2);
    await page.getByRole('group', { name: 'm1 max' }).getByRole('option').first().click();
    expect(await box(page).inputValue()).toBe('2070');
    expect(pathOf(page)).toBe('/hardware/');
    await box(page).fill('qqqqq');
    await expect
      .poll(() => page.getByRole('status').first().textContent())
      .toBe('No chip of the catalogue is called “qqqqq”.');
    const unknown = page.locator('.unknown');
    await box(page).press('Enter');
    expect(await unknown.isVisible()).toBe(true);
    expect(await unknown.textContent()).toMatch(
      /Task Manager.*About This Mac.*lscpu.*npm run bench.*quick test/,
    );
    expect(await page.getByRole('status').first().textContent()).toContain('“qqqqq”');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('option').count()).toBe(0);
  });

  it('takes several chips one after the other, and leads to their comparison', async () => {
    const { page, accessibility } = await open('', { width: 390 });
    await box(page).fill('2070, i7-8700');
    await expect.poll(() => page.locator('.found').getByRole('group').count()).toBe(2);
    await box(page).press('Enter');
    const options = page.getByRole('option');
    await expect.poll(() => options.first().textContent()).toContain('i7-8700');
    await box(page).press('Enter');
    await expect.poll(() => box(page).inputValue()).toBe('');
    expect(await accessibility()).toEqual([]);
    await page.getByRole('link', { name: 'Compare these' }).click();
    await page.waitForURL(/\/compare\/\?a=nvidia-geforce-rtx-2070&b=intel-core-i7-8700$/);
    await page.getByRole('heading', { name: 'i7-8700 against RTX 2070' }).waitFor();
  });

  it('names the words that it left out, also to a screen reader', async () => {
    const { page, accessibility } = await open('');
    await box(page).fill('Grafikkarte RTX 2070 please');
    await page
      .getByRole('option', { name: /RTX 2070/ })
      .first()
      .waitFor();
    const without = 'Without “please”: no chip is called so.';
    expect(await page.locator('.chip-box .note').last().innerText()).toBe(without);
    expect(await page.locator('.chip-box [role=status]').textContent()).toBe(without);
    expect(await accessibility()).toEqual([]);
  });

  it('marks a chip on the leaderboard of the front page', async () => {
    const { page } = await open('');
    await box(page).pressSequentially('rtx2070');
    await page
      .getByRole('option', { name: /RTX 2070/ })
      .first()
      .click();
    await expect.poll(() => new URL(page.url()).searchParams.get('mine')).toBe('nvidia-geforce-rtx-2070');
    expect(await page.getByRole('list', { name: 'My machine' }).textContent()).toContain('RTX 2070');
  });

  it('is a link to the list of all chips without JavaScript', async () => {
    const { page } = await open('', { javaScript: false });
    expect(await page.locator('input[type=search]').first().isVisible()).toBe(false);
    await page.getByRole('link', { name: 'all chips with results' }).click();
    await page.getByRole('link', { name: 'NVIDIA GeForce RTX 2070', exact: true }).click();
    expect(await page.locator('table.results').textContent()).toContain('s/epoch');
  });
});

describe('pages of hardware, machines and engines', () => {
  it.each([
    [390, false],
    [834, true],
    [1280, false],
  ])('fit %d px, follow links to each other and pass axe', async (width, dark) => {
    const { page, accessibility, overflow } = await open('hardware/', { width, dark });
    const check = async (heading: string | RegExp) => {
      await expect.poll(() => page.locator('h1').textContent()).toMatch(heading);
      expect(await overflow()).toEqual([]);
      expect(await accessibility()).toEqual([]);
      expect(await page.locator('*').count()).toBeLessThan(3000);
    };
    await check('Hardware');
    const machine = page.locator('main a[href*="/machines/"]').first();
    await page.getByRole('link', { name: 'NVIDIA GeForce RTX 2070', exact: true }).click();
    await check('NVIDIA GeForce RTX 2070');
    const engine = page.locator('.results tbody .name a').first();
    const [machinePage, enginePage] = [await machine.getAttribute('href'), await engine.getAttribute('href')];
    await page.goto(new URL(machinePage!, page.url()).href);
    await check(/./);
    expect(await page.getByRole('heading', { name: 'Results', exact: true }).count()).toBe(1);
    await page.goto(new URL(enginePage!, page.url()).href);
    await check(/./);
    expect(await page.locator('pre').first().textContent()).toContain('npm run bench');
  });
});
