/** @file Clicks the filters of a leaderboard one after another and measures the main thread's CPU time of each. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { untilHydrated } from '../../browser/hydrated.ts';

const FILTERS = '.filters input[type="checkbox"]';

/** Filters that are clicked: on, then off. */
const FILTERS_CLICKED = 12;

export interface Clicks {
  /** CPU milliseconds of each click until the page is idle, less what an idle page takes meanwhile. */
  milliseconds: number[];
  /** Elements of the document at most. */
  nodes: number;
  /** The link of a view with a filter. */
  link: string;
}

/** Runs in the page: clicks the filter with this number, or nothing, and waits until everything that follows is drawn. */
async function clickAndRest(number: number | null): Promise<void> {
  const filters = document.querySelectorAll<HTMLInputElement>('.filters input[type="checkbox"]');
  if (number !== null) filters[number]!.click();
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

/** Numbers of filters, evenly chosen from all. */
const chosen = (count: number): number[] =>
  Array.from({ length: Math.min(FILTERS_CLICKED, count) }, (_, i) =>
    Math.floor((i * count) / Math.min(FILTERS_CLICKED, count)),
  );

export async function measureClicks(browser: Browser, url: string): Promise<Clicks> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(url, { waitUntil: 'networkidle', timeout: 120_000 });
  await untilHydrated(page);
  await page.waitForLoadState('networkidle');
  const count = await page.locator(FILTERS).count();
  if (count === 0) throw new Error(`${url}: has no filters ${FILTERS}`);
  const elements = () => page.evaluate(() => document.querySelectorAll('*').length);
  let nodes = await elements();
  let link = url;
  const milliseconds: number[] = [];
  for (const number of chosen(count)) {
    for (const _ of ['on', 'off']) {
      const idle = await measureClick(page, session, null);
      milliseconds.push(Math.max(0, (await measureClick(page, session, number)) - idle));
      nodes = Math.max(nodes, await elements());
      if (page.url() !== url) link = page.url();
    }
  }
  await context.close();
  return { milliseconds, nodes, link };
}
