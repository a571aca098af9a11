/** @file The comparison and the findings: choosing, the address, wrong ids, copying, no JavaScript, accessibility. */
import { expect, it } from 'vitest';
import { fileHarness } from './file-harness.ts';
import { STEP_MS } from './harness.ts';
import { readMoves, recordMoves } from './moves.ts';

const GPU = 'nvidia-geforce-rtx-4070-super';
const CPU = 'intel-core-i7-8700';

const harness = fileHarness({ adapter: false });
const { open } = harness;

it.each([
  ['compare/', 'light', 1280],
  [`compare/?a=${CPU}&b=${GPU}`, 'dark', 390],
  ['findings/', 'light', 390],
] as const)('/%s is accessible, fits and stays small in %s at %d px', async (path, theme, width) => {
  const { page, errors, external, accessibility, overflow } = await open(path, {
    width,
    dark: theme === 'dark',
  });
  if (path.includes('?')) await page.locator('.compared table').first().waitFor();
  expect(await accessibility()).toEqual([]);
  expect(await overflow()).toEqual([]);
  expect(await page.locator('*').count()).toBeLessThan(3000);
  expect([...errors(), ...external()]).toEqual([]);
});

it('shows what the address names, and nothing else before', async () => {
  const { page, requested } = await open(`compare/?a=${CPU}&b=${GPU}`);
  await page.getByRole('heading', { name: 'RTX 4070 SUPER against i7-8700' }).waitFor();
  expect(await page.locator('.verdicts').first().textContent()).toMatch(
    /The RTX 4070 SUPER is [\d.]+x as fast as the i7-8700, the geometric mean over all \d+ settings/,
  );
  expect(await page.locator('.picks').isVisible()).toBe(false);
  const files = requested().filter((url) => /\/compare\/(chips|machines)\//.test(url));
  expect(files).toHaveLength(2);
});

it('does not move while it loads', async () => {
  const context = await harness.browser.newContext({ viewport: { width: 390, height: 800 } });
  context.setDefaultTimeout(STEP_MS);
  const page = await context.newPage();
  await recordMoves(page);
  await page.goto(`${harness.server.url}compare/?a=${CPU}&b=${GPU}`);
  await page.locator('.compared table').first().waitFor();
  expect(await readMoves(page)).toEqual([]);
  await context.close();
});

it('is chosen by the box, and the address says all of it', async () => {
  const { page } = await open('compare/');
  const box = page.getByRole('combobox');
  await box.fill('4070 super');
  await page
    .getByRole('option', { name: /RTX 4070 SUPER/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Add the i7-8700' }).click();
  await page.getByRole('heading', { name: 'i7-8700 against RTX 4070 SUPER' }).waitFor();
  const query = () => new URL(page.url()).search;
  await expect.poll(query).toBe(`?a=${GPU}&b=${CPU}`);
  await page.getByRole('button', { name: 'Make 1.0x: Intel Core i7-8700' }).click();
  await expect.poll(query).toBe(`?a=${CPU}&b=${GPU}`);
  await page.getByLabel('Engine').selectOption('same');
  await expect.poll(query).toBe(`?a=${CPU}&b=${GPU}&engines=same`);
  await page.goBack();
  await page.goBack();
  await page.getByRole('heading', { name: 'i7-8700 against RTX 4070 SUPER' }).waitFor();
  await page.getByRole('button', { name: 'Remove: Intel Core i7-8700' }).click();
  await expect.poll(query).toBe(`?a=${GPU}`);
});

it('names the nearest of a wrong id, and what is too much', async () => {
  const { page } = await open(`compare/?a=${CPU}&b=rtx4070super`);
  const problem = page.locator('.problems li');
  await problem.waitFor();
  expect(await problem.textContent()).toContain(
    '“rtx4070super” is no chip or machine with results. Nearest: ',
  );
  await problem
    .getByRole('link', { name: /RTX 4070 SUPER/ })
    .first()
    .click();
  await page.getByRole('heading', { name: 'RTX 4070 SUPER against i7-8700' }).waitFor();
});

it('leads from chips without results to the comparison of the nearest ones', async () => {
  const without = ['nvidia-geforce-rtx-4090-d', 'apple-m1-ultra-64-core-gpu'];
  const { page, accessibility, errors } = await open(`compare/?a=${CPU}&b=${without.join('&c=')}`);
  const instead = page.getByRole('link', { name: /^Compare the nearest instead: .* and / });
  await instead.waitFor();
  expect(await page.locator('.problems li').first().textContent()).toMatch(
    /^No results of the NVIDIA GeForce RTX 4090 D yet\. .* By these peaks, expect /,
  );
  expect(await accessibility()).toEqual([]);
  await instead.click();
  await page.getByRole('heading', { name: / and .* against i7-8700$/ }).waitFor();
  expect(await page.locator('.problems').count()).toBe(0);
  expect(errors()).toEqual([]);
});

it('copies the comparison as Markdown', async () => {
  const { page } = await open(`compare/?a=${CPU}&b=${GPU}`);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Markdown', exact: true }).click();
  await page.getByText('Markdown copied.').waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain('**RTX 4070 SUPER against i7-8700**');
  expect(text).toMatch(/^\| .*VGG16.* \| .* s\/epoch .* \| \*\*[\d.,]+x\*\* /m);
});

it('has tables without JavaScript', async () => {
  const { page } = await open('compare/', { javaScript: false });
  expect(await page.locator('.picks h2').textContent()).toMatch(/example/);
  expect(await page.locator('.picks h3').first().textContent()).toMatch(
    /^The fastest GPUs against the Intel Core i7-8700: .+, (?:training|inference), (?:naive|optimized), /,
  );
  expect(await page.locator('.picks table').count()).toBeGreaterThan(1);
  expect(await page.locator('noscript .warning').textContent()).toContain('needs JavaScript');
});

it('findings have their numbers, rows and links', async () => {
  const { page } = await open('findings/', { javaScript: false });
  const gain = page.locator('section', { has: page.locator('#gpu-gain') });
  expect(await gain.locator('p').first().textContent()).toMatch(/a GPU trains at [\d.]+x to [\d.]+x/);
  expect(await gain.locator('.basis summary').textContent()).toMatch(/Rests on \d+ rows/);
  expect(await page.locator('.finding-section').count()).toBeGreaterThan(6);
});
