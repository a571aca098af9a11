/** @file No page scrolls horizontally, even with the longest names and values that the contract allows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workloads } from '../../data/catalogue/index.ts';
import { type Harness, startHarness } from './harness.ts';

/** From a small phone to beyond the widest page, including both sides of every breakpoint. */
const WIDTHS = [320, 390, 592, 593, 832, 833, 1088, 1089, 1280];

const pages = [
  '',
  '?workload=mnist-cnn',
  '?workload=mnist-cnn&mode=infer',
  'data/',
  'method/',
  'workloads/',
].concat(workloads.map(({ id }) => `workloads/${id}/`));

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ adapter: false });
});
afterAll(() => harness.close());

describe.each(pages)('/%s never scrolls horizontally', (path) => {
  it('at any width, with details closed, with all details open, and with each menu open', async () => {
    const { page, openDetails, overflow, close } = await harness.openPage(path);
    const found: string[] = [];
    const look = async (state: string) => {
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        found.push(...(await overflow()).map((line) => `${width} px, ${state}: ${line}`));
      }
    };
    await look('closed');
    // The menus are those of every view of the leaderboard.
    for (const menu of path === '' ? await page.locator('details.facet').all() : []) {
      await menu.evaluate((node: HTMLDetailsElement) => {
        node.open = true;
      });
      await look('a menu open');
      await menu.evaluate((node: HTMLDetailsElement) => {
        node.open = false;
      });
    }
    await openDetails('all');
    await look('all open');
    expect(found).toEqual([]);
    await close();
  });
});
