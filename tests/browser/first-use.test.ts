/** @file The first thing that a visitor does with a page, before its interactive part is there: it counts, by any input. */
import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { fileHarness } from './file-harness.ts';
import { STEP_MS } from './harness.ts';
import { pageKinds } from './kinds.ts';

const VGG = 'workloads/vgg16-cifar100/train/';

const harness = fileHarness({ adapter: false, quiet: true });

interface Slow {
  page: Page;
  /** Lets the files come that the page still waits for. */
  release(): void;
}

/** A page on a phone or a desk whose interactive part comes only when it is released. */
async function arrive(path: string, held: RegExp, { touch = false } = {}): Promise<Slow> {
  const { page } = await harness.open('404.html', { touch: false, phone: touch });
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(held, async (route) => {
    await promise;
    await route.continue();
  });
  await page.goto(harness.server.url + path, { waitUntil: 'load' });
  await page.locator('[data-island]').first().waitFor({ state: 'attached' });
  return { page, release: resolve };
}

const live = (page: Page, id: string) => page.locator(`#${id}[data-live]`).waitFor({ state: 'attached' });
const address = (page: Page) => page.url().replace(harness.server.url, '');
const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement } = document;
    return (activeElement as HTMLElement).dataset.control ?? (activeElement as HTMLInputElement).value;
  });

describe.each(['', VGG])('a leaderboard at /%s', (path) => {
  const held = /\/shards\//;

  it.each(['click', 'tap'] as const)('takes a %s on a switch, and keeps the focus there', async (how) => {
    const { page, release } = await arrive(path, held, { touch: how === 'tap' });
    await page.locator('.switches label', { hasText: 'linear' })[how]();
    release();
    await live(page, 'board');
    await expect.poll(() => address(page)).toBe(`${VGG}?scale=linear`);
    expect(await page.getByRole('radio', { name: 'linear' }).isChecked()).toBe(true);
    expect(await focused(page)).toBe('linear');
  });

  it('takes keys in a menu and on the switches, and keeps the focus there', async () => {
    const { page, release } = await arrive(path, held);
    await page.getByRole('combobox', { name: 'Show' }).focus();
    await page.keyboard.press('ArrowDown');
    const chosen = await page.getByRole('combobox', { name: 'Show' }).inputValue();
    expect(chosen).not.toBe('ratio');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    release();
    await live(page, 'board');
    await expect.poll(() => address(page)).toBe(`${VGG}?show=${chosen}&scale=linear`);
    expect(await page.getByRole('combobox', { name: 'Show' }).inputValue()).toBe(chosen);
    expect(await focused(page)).toBe('linear');
  });

  it('is not replaced between the press and the release of a button', async () => {
    const { page, release } = await arrive(path, held);
    await page.getByRole('button', { name: 'Hardware' }).scrollIntoViewIfNeeded();
    const button = await page.getByRole('button', { name: 'Hardware' }).boundingBox();
    await page.mouse.move(button!.x + 5, button!.y + 5);
    await page.mouse.down();
    const came = page.waitForResponse(held);
    release();
    await (await came).finished();
    await page.mouse.up();
    await expect.poll(() => address(page)).toBe(`${VGG}?sort=name-ascending`);
  });
});

it('a link that has the focus keeps it', async () => {
  const { page, release } = await arrive(VGG, /\/shards\//);
  await page.getByRole('link', { name: 'More on VGG16' }).focus();
  release();
  await live(page, 'board');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('More on VGG16');
});

it.each([
  ['', 'find', 'Find my machine'],
  ['compare/', 'compare', 'Add a chip'],
])('the box at /%s takes keys and the focus, and finds', async (path, id, label) => {
  const { page, release } = await arrive(path, /find\.json|\/assets\/(?:FindMachine|Compare)/);
  await page.getByRole('combobox', { name: label }).or(page.getByLabel(label)).first().focus();
  await page.keyboard.type('rtx ');
  release();
  await live(page, id);
  await page.keyboard.type('2070');
  await page.locator(`#${id} .option`, { hasText: '2070' }).first().waitFor({ timeout: STEP_MS });
  expect(await page.getByLabel(label).first().inputValue()).toBe('rtx 2070');
});

it('the submit page takes a file and the focus', async () => {
  const { page, release } = await arrive('submit/', /\/assets\/Submit/);
  const input = page.locator('#submit input[type=file]');
  await input.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
  await input.focus();
  release();
  await live(page, 'submit');
  await page.locator('#submit').getByText('x.json').first().waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('file');
});

it('the data explorer keeps the focus, so that keys go on to choose', async () => {
  const { page, release } = await arrive('data/explore/', /\/assets\/Explorer/);
  const table = page.getByRole('combobox', { name: 'Table' });
  await table.focus();
  release();
  await live(page, 'explorer');
  expect(await focused(page)).toBe('table');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => address(page)).toContain(`table=${await table.inputValue()}`);
});

describe.each(pageKinds(inject('site').folder))('/$path ($kind)', ({ path }) => {
  it('has each control of its static form once more in the interactive one', async () => {
    const { page } = await harness.open(path, { touch: false });
    const controls = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('[data-island] :is(input, select, textarea, button)')].map((one) => {
          const { dataset, id } = one as HTMLElement;
          const { name = '', value = '' } = one as HTMLInputElement;
          const choice = one.matches('[type=radio], [type=checkbox]') ? `${name}=${value}` : '';
          return dataset.control ?? (id || choice || one.textContent || one.getAttribute('type'));
        }),
      );
    const before = await controls();
    expect(new Set(before).size).toBe(before.length);
    await page.evaluate(() => {
      for (const island of document.querySelectorAll('[data-island]'))
        island.dispatchEvent(new Event('pointerover'));
    });
    await page.waitForFunction(() => document.querySelector('[data-island]:not([data-live])') === null);
    expect(await controls()).toEqual(expect.arrayContaining(before));
  });
});
