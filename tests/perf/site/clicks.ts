/** @file Clicks the filters of a leaderboard one after another and measures the main thread's CPU time of each. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { untilHydrated } from '../../browser/hydrated.ts';

/** A leaderboard that its script has found. */
const BOARD = '#board[data-island]';
const MENUS = '.filters details.facet';

/** Options of each menu that are clicked: on, then off. */
const CLICKED = 2;

/** A page rests this long after a click or the opening of a menu, in milliseconds: parts out of sight are drawn before. */
const REST_MS = 700;

export interface Clicks {
  /** CPU milliseconds of each click until the next frame is drawn, less what an idle page takes meanwhile. */
  milliseconds: number[];
  /** The same with what follows until the page rests: parts out of sight. */
  untilRest: number[];
  /** Elements of the document at most. */
  nodes: number;
  /** The link of a view with a filter. */
  link: string;
}

/** Runs in the page: clicks an option of the open menu, or nothing, and waits until the next frame is drawn. */
async function clickAndDraw(number: number | null): Promise<void> {
  const options = document.querySelectorAll<HTMLInputElement>(
    '.filters details[open] input[type="checkbox"]',
  );
  if (number !== null) options[number]!.click();
  // Callbacks of a frame come before it is drawn, a message that they send after.
  const { port1, port2 } = new MessageChannel();
  const drawn = new Promise((resolve) => port1.addEventListener('message', resolve));
  port1.start();
  requestAnimationFrame(() => port2.postMessage(null));
  await drawn;
}

/** CPU seconds of the main thread so far. */
async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')!.value;
}

/** CPU milliseconds until the next frame and until rest. */
async function measureClick(page: Page, session: CDPSession, number: number | null) {
  await page.waitForTimeout(REST_MS);
  const before = await taskSeconds(session);
  await page.evaluate(clickAndDraw, number);
  const frame = await taskSeconds(session);
  await page.waitForTimeout(REST_MS);
  const rest = await taskSeconds(session);
  return { frame: 1000 * (frame - before), rest: 1000 * (rest - before) };
}

/** Clicks of the floor. */
const FLOOR_CLICKS = 11;

/** CPU milliseconds of a click on a checkbox that changes the color of its text on an otherwise empty page: what any click takes. */
export async function measureFloor(browser: Browser): Promise<number[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  // The form of a filter, so that it is clicked as one.
  await page.setContent(
    '<!doctype html><style>:has(:checked) > span { color: red }</style>' +
      '<div class="filters"><details open><label><input type="checkbox"><span>text</span></label></details></div>',
  );
  const milliseconds: number[] = [];
  for (let i = 0; i < FLOOR_CLICKS; i += 1) {
    const idle = await measureClick(page, session, null);
    const click = await measureClick(page, session, 0);
    milliseconds.push(Math.max(0, click.frame - idle.frame));
  }
  await context.close();
  return milliseconds;
}

export async function measureClicks(browser: Browser, url: string): Promise<Clicks> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(url, { waitUntil: 'networkidle', timeout: 120_000 });
  await page.locator(BOARD).waitFor();
  await untilHydrated(page);
  await page.waitForLoadState('networkidle');
  const menus = page.locator(MENUS);
  if ((await menus.count()) === 0) throw new Error(`${url}: has no filters ${MENUS}`);
  const elements = () => page.evaluate(() => document.querySelectorAll('*').length);
  let nodes = await elements();
  let link = url;
  const milliseconds: number[] = [];
  const untilRest: number[] = [];
  for (const menu of await menus.all()) {
    await menu.evaluate((node: HTMLDetailsElement) => {
      node.open = true;
    });
    const options = menu.locator('input[type="checkbox"]');
    await options.first().waitFor();
    for (let number = 0; number < Math.min(CLICKED, await options.count()); number += 1) {
      for (const _ of ['on', 'off']) {
        const idle = await measureClick(page, session, null);
        const click = await measureClick(page, session, number);
        milliseconds.push(Math.max(0, click.frame - idle.frame));
        untilRest.push(Math.max(0, click.rest - idle.rest));
        nodes = Math.max(nodes, await elements());
        if (page.url() !== url) link = page.url();
      }
    }
    await menu.evaluate((node: HTMLDetailsElement) => {
      node.open = false;
    });
  }
  await context.close();
  return { milliseconds, untilRest, nodes, link };
}
