/** @file Files and code that do not arrive whole: each part says so in words, and its button brings it. */
import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { fileHarness } from './file-harness.ts';

const harness = fileHarness();

const lost = (route: Route) => route.abort();
/** As a network answers that first asks for a login. */
const foreign = (route: Route) => route.fulfill({ contentType: 'text/html', body: '<title>Log in</title>' });

const COMPARED = 'compare/?a=intel-core-i7-8700&b=apple-m1-max-32-core-gpu';
const ASKED = 'data/explore/?table=results&group=engine&values=count';

/** Opens a page of which some files do not arrive; `mend` lets them. */
async function openWithout(path: string, files: RegExp, answer: (route: Route) => Promise<void>) {
  const one = await harness.openPage('method/');
  harness.opened.push(one);
  await one.page.route(files, answer);
  await one.page.goto(harness.server.url + path);
  return { page: one.page, mend: () => one.page.unroute(files) };
}

const answered = (page: Page) => page.locator('.explorer table tbody tr').first().waitFor();
const compared = (page: Page) => page.getByRole('heading', { name: 'i7-8700' }).first().waitFor();

describe.each([
  [ASKED, 'results.parquet', /results\.parquet/, lost, 'the site does not answer', 'Try again', answered],
  [
    ASKED,
    'results.parquet',
    /results\.parquet/,
    foreign,
    'something other than the site',
    'Try again',
    answered,
  ],
  [
    ASKED,
    'its code',
    /assets\/answer\./,
    lost,
    'the code for it could not be loaded',
    'Reload the page',
    answered,
  ],
  [
    COMPARED,
    'its directory',
    /directory\..*json/,
    foreign,
    'something other than the site',
    'Try again',
    compared,
  ],
] as const)('/%s without %s', (path, _what, files, answer, words, button, arrived) => {
  it(`says "${words}" and brings it by "${button}"`, async () => {
    const { page, mend } = await openWithout(path, files, answer);
    const message = page.locator('main').getByText(words).first();
    await message.waitFor();
    expect(await message.textContent()).not.toMatch(/https?:|fetch|JSON|parquet/);
    await mend();
    await page.getByRole('button', { name: button }).click();
    await arrived(page);
  });
});

it('says of a part that does not arrive that it is late, shows the static page, and takes the part when it comes', async () => {
  const one = await harness.openPage('method/');
  harness.opened.push(one);
  const { page } = one;
  await page.clock.install();
  const held: Route[] = [];
  const shard = /data\/shards\/.*json/;
  await page.route(shard, async (route) => void held.push(route));
  await page.goto(`${harness.server.url}workloads/vgg16-cifar100/train/?vendor=Apple`);
  await expect.poll(() => held.length).toBe(1);
  const late = page.getByRole('alert').getByText('has not arrived yet');
  expect(await late.count()).toBe(0);
  await page.clock.fastForward(10_000);
  await late.waitFor();
  await page.locator('#board table').first().waitFor();
  await held[0]!.continue();
  await page.locator('#board[data-live]').waitFor();
  expect(await late.count()).toBe(0);
});
