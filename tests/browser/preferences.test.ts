/** @file What visitors ask of their browser or system: more contrast, forced colors, wide text, paper, the keyboard, other scripts. */
import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { fileHarness } from './file-harness.ts';
import { pageKinds } from './kinds.ts';

const { open } = fileHarness({ adapter: false, quiet: true });

/** Runs in the page. The spacing that a page must bear (WCAG 2.2, 1.4.12). */
function spaceWidely(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }',
  );
  document.adoptedStyleSheets.push(sheet);
}

/**
 * Runs in the page. Numbers of axes that touch another one or the title of their axis, or are cut off by the window. Two that
 * are one below the other, as in the corner of two axes, do not touch.
 */
function collidingNumbers(): string[] {
  const touch = (a: DOMRect, b: DOMRect) =>
    a.right > b.left && b.right > a.left && a.bottom > b.top + 2 && b.bottom > a.top + 2;
  const found: string[] = [];
  for (const axes of document.querySelectorAll('svg:is(.grid, .ticks, .roofline, .chart, .losses)')) {
    const numbers = [...axes.querySelectorAll('text')]
      .map((text) => ({ words: text.textContent, box: text.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0);
    const title = axes.closest('.bars')?.querySelector('.axis');
    const lines: DOMRect[] = [];
    if (title) {
      const range = document.createRange();
      range.selectNodeContents(title);
      lines.push(...range.getClientRects());
    }
    for (const [index, { words, box }] of numbers.entries()) {
      const next = numbers.slice(index + 1).find((other) => touch(box, other.box));
      if (next) found.push(`"${words}" touches "${next.words}"`);
      if (lines.some((line) => touch(box, line))) found.push(`"${words}" touches the title`);
      const cut = box.left < 0 || box.right > document.documentElement.clientWidth;
      if (cut && axes.closest('.scroll') === null) found.push(`"${words}" is cut off`);
    }
  }
  return found;
}

/** Runs in the page. Writes the longest numbers and units that a chart of rows may have. */
function writeLongest(): void {
  for (const value of document.querySelectorAll('.chart-row .value'))
    value.textContent = '123,000 samples/s †';
  for (const figure of document.querySelectorAll('.chart-row .figure')) figure.textContent = '123,000x';
}

const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent;
  });

/** On each side of the lengths of an axis: a phone, between phone and tablet, a tablet, beside columns, wide. */
const WIDTHS = [320, 600, 834, 960, 1280];

/** Pages with an axis of each kind: rows by quantity and scale, lanes, a roofline, time over length. */
const AXES = [
  ...['ratio&scale=log', 'value&scale=linear', 'rate&scale=linear', 'rate&scale=log', 'price&scale=log'].map(
    (view) => `workloads/mnist-cnn/train/?show=${view}`,
  ),
  'workloads/vgg16-cifar100/train/',
  'workloads/attention/',
  'workloads/mnist-cnn/',
  'findings/',
  'compare/?a=nvidia-geforce-rtx-4070-super&b=intel-core-i7-8700&c=apple-m1-max-32-core-gpu',
];

describe('the numbers of axes', () => {
  it.each(AXES)('of /%s touch nothing at any width, also with wide spacing', async (path) => {
    const { page } = await open(path);
    const numbers = page.locator('svg:is(.grid, .ticks, .chart) text');
    await numbers.first().waitFor({ state: 'attached' });
    const found: string[] = [];
    for (const spacing of ['usual', 'wide']) {
      if (spacing === 'wide') await page.evaluate(spaceWidely);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const colliding = await page.evaluate(collidingNumbers);
        found.push(...colliding.map((line) => `${width} px, ${spacing} spacing: ${line}`));
      }
    }
    expect(found).toEqual([]);
  });
});

describe.each(pageKinds(inject('site').folder))('/$path ($kind) with wide spacing', ({ path }) => {
  it('fits, also with the longest values', async () => {
    const { page, openDetails, overflow } = await open(path);
    await openDetails('all');
    await page.evaluate(spaceWidely);
    for (const width of [320, 390, 834]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await overflow(), `${width} px`).toEqual([]);
    }
    await page.evaluate(writeLongest);
    for (const width of [834, 960]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await overflow(), `${width} px, longest values`).toEqual([]);
    }
  });
});

describe('colors', () => {
  it.each([false, true])('have more contrast where it is asked for (dark: %s)', async (dark) => {
    const { page, accessibility } = await open('workloads/vgg16-cifar100/train/', { dark });
    const soft = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--soft'));
    const usual = await soft();
    await page.emulateMedia({ contrast: 'more', colorScheme: dark ? 'dark' : 'light' });
    expect(await soft()).not.toBe(usual);
    expect(await accessibility()).toEqual([]);
  });

  it('that are forced still show the chosen mode and the chip that Enter takes', async () => {
    const { page } = await open('');
    await page.emulateMedia({ forcedColors: 'active' });
    const mode = page.locator('.modes [aria-current="true"]');
    expect(await mode.evaluate((one) => getComputedStyle(one).textDecorationLine)).toBe('underline');
    await page.locator('.chip-box input').fill('i7');
    await page.locator('.chip-box .option').first().waitFor();
    await page.locator('.chip-box input').press('ArrowDown');
    const chip = page.locator('.chip-box .option[aria-selected="true"]');
    expect(await chip.evaluate((one) => getComputedStyle(one).outlineStyle)).toBe('solid');
  });

  it('of a dark frame are ink on white on paper', async () => {
    const { page } = await open('embed/workloads/vgg16-cifar100/train/dark/');
    const colors = () =>
      page.evaluate(() => {
        const { color, backgroundColor } = getComputedStyle(document.documentElement);
        return [color, backgroundColor];
      });
    expect(await colors()).not.toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
    await page.emulateMedia({ media: 'print' });
    expect(await colors()).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
  });
});

describe('the keyboard', () => {
  it('keeps its place in the data explorer where a column sorts and where a part is removed', async () => {
    const { page } = await open('data/explore/?table=gaps&group=engine,status&values=count');
    const sort = page.getByRole('columnheader', { name: 'count' }).getByRole('button');
    await sort.press('Enter');
    await page.locator('th[aria-sort="ascending"]').waitFor();
    expect(await focused(page)).toContain('count');
    await page.getByRole('button', { name: /^engine.*remove$/ }).press('Enter');
    await page.waitForURL(/group=status/);
    expect(await focused(page)).toBe('Column that makes groups');
  });

  it('keeps its place on the submit page where a file is removed', async () => {
    const { page } = await open('submit/');
    const files = ['a.json', 'b.json'].map((name) => ({
      name,
      mimeType: 'application/json',
      buffer: Buffer.from('{}'),
    }));
    await page.setInputFiles('.drop input', files);
    const remove = (name: string) => page.getByRole('button', { name: `Remove ${name}`, exact: true });
    await page.getByRole('heading', { name: /^b\.json is refused/ }).waitFor();
    await remove('a.json').press('Enter');
    expect(await focused(page)).toBe('Remove b.json');
    await remove('b.json').press('Enter');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('file');
  });
});

it('charts of a page that a browser has translated to Arabic run from left to right', async () => {
  const { page, overflow } = await open('workloads/vgg16-cifar100/train/');
  const off = () =>
    page
      .locator('.bars:has(.chart-row.one circle)')
      .first()
      .evaluate((bars) => {
        const line = bars.querySelector('.grid .one')!.getBoundingClientRect();
        const dot = bars.querySelector('.chart-row.one circle')!.getBoundingClientRect();
        return Math.abs(line.left + line.width / 2 - (dot.left + dot.width / 2));
      });
  expect(await off()).toBeLessThan(1);
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
  expect(await off()).toBeLessThan(1);
  const name = page.locator('.chart-row .name').first();
  const figure = page.locator('.chart-row .figure').first();
  expect((await name.boundingBox())!.x).toBeLessThan((await figure.boundingBox())!.x);
  expect(await overflow()).toEqual([]);
});

it('names of files that turn the direction of writing leave the words after them alone', async () => {
  const { page } = await open('submit/');
  const name = 'מחשב\u202egnp.json';
  await page.setInputFiles('.drop input', {
    name,
    mimeType: 'application/json',
    buffer: Buffer.from('{}'),
  });
  const heading = page.locator('.file h2');
  await heading.getByText('is refused').waitFor();
  const [nameEnd, wordsStart] = await heading.evaluate((one) => {
    const words = document.createRange();
    words.selectNodeContents(one.lastChild!);
    return [one.querySelector('bdi')!.getBoundingClientRect().right, words.getBoundingClientRect().left];
  });
  expect(wordsStart).toBeGreaterThanOrEqual(Math.floor(nameEnd!));
});
