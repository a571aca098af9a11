/** @file Pages whose script never comes, as behind a blocker or a broken cache: each says so, and shows what it has. */
import { expect, it } from 'vitest';
import { fileHarness } from './file-harness.ts';
import { STEP_MS } from './harness.ts';

const harness = fileHarness();

it.each([
  ['submit/', 'nothing here works yet'],
  ['data/explore/', 'nothing here works yet'],
  ['quick-test/', 'nothing here works yet'],
  ['compare/?a=intel-core-i7-8700&b=apple-m1-max-32-core-gpu', 'nothing here works yet'],
  ['workloads/vgg16-cifar100/train/?vendor=Apple', 'this is not yet the view of the link'],
])('/%s says after a while that its script has not arrived', async (path, words) => {
  const context = await harness.browser.newContext();
  context.setDefaultTimeout(STEP_MS);
  await context.route('**/assets/*.js', (route) => route.abort());
  const page = await context.newPage();
  await page.goto(harness.server.url + path);
  await page.getByText('The script of this page has not arrived').waitFor();
  expect(await page.getByText('The script of this page has not arrived').textContent()).toContain(words);
  expect(await page.locator('#board, #submit, #explorer, #quick-test, #compare').first().isVisible()).toBe(
    true,
  );
  await context.close();
});

it('says nothing of it where the script has come', async () => {
  const { page } = await harness.open('submit/');
  expect(await page.getByText('The script of this page has not arrived').count()).toBe(0);
});
