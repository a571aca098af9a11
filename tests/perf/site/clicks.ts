/** @file Clicks the filters of a leaderboard one after another and measures the main thread's CPU time of each. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { untilHydrated } from '../../browser/hydrated.ts';

const MENUS = '.filters details.facet';

/** Options of each menu that are clicked: on, then off. */
const CLICKED = 2;

export interface Clicks {
  /** CPU milliseconds of each click until the page is idle, less what an idle page takes meanwhile. */
  milliseconds: number[];
  /** Elements of the document at most. */
  nodes: number;
  /** The link of a view with a filter. */
  link: string;
}

/** Runs in the page: clicks an option of the open menu, or nothing, and waits until everything that follows is drawn. */
async function clickAndRest(number: number | null): Promise<void> {
  const options = document.querySelectorAll<HTMLInputElement>(
    '.filters details[open] input[type="checkbox"]',
  );
  if (number !== null) options[number]!.click();
  for (let frames = 0; frames < 3; frames += 1) await new Promise(requestAnimationFrame);
  await new Promise((resolve) => requestIdleCallback(resolve));
}

/** CPU seconds of the main thread so far. */
async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')!.value;
}

async function measureClick(page: Page, session: CDPSession, number: number | null): Promise<number> {
  const before = await taskSeconds(session);
  await page.evaluate(clickAndRest, number);
  return 1000 * ((await taskSeconds(session)) - before);
}

export async function measureClicks(browser: Browser, url: string): Promise<Clicks> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(url, { waitUntil: 'networkidle', timeout: 120_000 });
  await untilHydrated(page);
  await page.waitForLoadState('networkidle');
  const menus = page.locator(MENUS);
  if ((await menus.count()) === 0) throw new Error(`${url}: has no filters ${MENUS}`);
  const elements = () => page.evaluate(() => document.querySelectorAll('*').length);
  let nodes = await elements();
  let link = url;
  const milliseconds: number[] = [];
  for (const menu of await menus.all()) {
    await menu.evaluate((node: HTMLDetailsElement) => {
      node.open = true;
    });
    const options = menu.locator('input[type="checkbox"]');
    await options.first().waitFor();
    for (let number = 0; number < Math.min(CLICKED, await options.count()); number += 1) {
      for (const _ of ['on', 'off']) {
        const idle = await measureClick(page, session, null);
        milliseconds.push(Math.max(0, (await measureClick(page, session, number)) - idle));
        nodes = Math.max(nodes, await elements());
        if (page.url() !== url) link = page.url();
      }
    }
    await menu.evaluate((node: HTMLDetailsElement) => {
      node.open = false;
    });
  }
  await context.close();
  return { milliseconds, nodes, link };
}
