/** @file Every kind of page in Firefox: it opens without a message, its filters work, and the quick test says what is missing. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { leftOutTitle } from '../testing/left-out.ts';
import { type FirefoxPage, findFirefox, noFirefox, openInFirefox, startFirefox } from './firefox.ts';
import { pageKinds } from './kinds.ts';
import { type Server, serveFolder } from './serve.ts';

const executable = findFirefox();
const kinds = pageKinds(inject('site').folder);

describe.skipIf(executable === null)('Firefox', () => {
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    const { folder, base } = inject('site');
    [server, browser] = await Promise.all([serveFolder(folder, base), startFirefox(executable!)]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function open(path: string, look: (opened: FirefoxPage) => Promise<void>): Promise<void> {
    const opened = await openInFirefox(browser, server.url + path);
    await look(opened);
    expect(opened.messages()).toEqual([]);
    await opened.page.close();
  }

  it.each(kinds)('opens /$path ($kind) without a message', async ({ path }) => {
    await open(path, async ({ page }) => {
      expect(await page.$$eval('h1', (all) => all.map((one) => one.textContent.trim()))).toEqual([
        expect.stringMatching(/./),
      ]);
    });
  });

  it('filters the leaderboard', async () => {
    await open('', async ({ page }) => {
      const tally = () => page.$eval('.tally', (one) => one.textContent);
      await page.hover('.leaderboard');
      await page.waitForSelector('.filters details');
      const before = await tally();
      await page.click('.filters details summary');
      await page.waitForSelector('.filters details[open] input[type="checkbox"]');
      await page.click('.filters details[open] input[type="checkbox"]');
      await page.waitForFunction((old) => document.querySelector('.tally')?.textContent !== old, {}, before);
      await expect.poll(() => new URL(page.url()).search).not.toBe('');
    });
  });

  it('is told by the quick test what is missing', async () => {
    await open('quick-test/', async ({ page }) => {
      await expect.poll(() => textOf(page)).toContain('this browser has no WebGPU');
    });
  });
});

const textOf = (page: Page): Promise<string> => page.$eval('body', (body) => body.innerText);

if (executable === null) {
  it.skip(leftOutTitle(noFirefox), () => undefined);
}
