/** @file What leaves the site: pictures and heads of links, frames, badges, exports; and the policy that every page has. */

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { SITE } from './build.ts';
import { type Harness, type OpenedPage, type PageOptions, startHarness } from './harness.ts';

const { folder, base } = inject('site');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) =>
  path.replaceAll('\\', '/'),
);
const pages = files.filter((path) => path.endsWith('.html'));
const read = (path: string) => readFileSync(join(folder, path), 'utf8');

/** How a policy names a style that stands in a page. */
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** What the tests ask of a built page; each is parsed once, which takes most of their time. */
function examine(path: string) {
  const { window } = new JSDOM(read(path));
  const { document } = window;
  const attribute = (selector: string, name: string) =>
    document.querySelector(selector)?.getAttribute(name) ?? null;
  const policy = attribute('meta[http-equiv="content-security-policy"]', 'content') ?? '';
  const inline = [...document.querySelectorAll('script:not([src]), style, [style]')].filter(
    (node) =>
      !['application/json', 'application/ld+json'].includes(node.getAttribute('type') ?? '') &&
      !(node.localName === 'style' && policy.includes(hashOf(node.textContent))),
  );
  const handlers = [...document.querySelectorAll('*')].flatMap((node) =>
    node.getAttributeNames().filter((name) => /^on/i.test(name)),
  );
  const links = [...document.querySelectorAll('a[href]')].map((node) => node.getAttribute('href')!);
  const result = {
    path,
    policy,
    inline: [...inline.map((node) => node.outerHTML.slice(0, 80)), ...handlers],
    codeLinks: links.filter((link) => /^\s*(javascript|data):/i.test(link)),
    indexed: attribute('meta[name="robots"]', 'content') === null,
    canonical: attribute('link[rel="canonical"]', 'href'),
    meta: new Map(
      [...document.querySelectorAll('meta[property]')].map(
        (node) => [node.getAttribute('property')!, node.getAttribute('content') ?? ''] as const,
      ),
    ),
  };
  window.close();
  return result;
}
const examined = pages.map(examine);

let harness: Harness;
const opened: OpenedPage[] = [];
async function open(path: string, options: PageOptions = {}): Promise<OpenedPage> {
  const one = await harness.openPage(path, options);
  opened.push(one);
  return one;
}
beforeAll(async () => {
  harness = await startHarness({ adapter: false });
});
afterAll(async () => {
  for (const one of opened) await one.close();
  await harness.close();
});

describe('the policy of every built page', () => {
  /** Pages that assemble WebAssembly. */
  const withWasm = ['quick-test/index.html'];

  it('forbids what it does not name', () => {
    expect(pages.length).toBeGreaterThan(30);
    for (const { path, policy } of examined) {
      const directives = new Map(
        policy.split(';').map((one) => one.trim().split(/ (.*)/s) as [string, string]),
      );
      expect([path, directives.get('default-src')]).toEqual([path, "'none'"]);
      expect([path, directives.get('base-uri'), directives.get('form-action')]).toEqual([
        path,
        "'none'",
        "'none'",
      ]);
      expect([path, policy.replaceAll("'wasm-unsafe-eval'", '').includes('unsafe')]).toEqual([path, false]);
      expect([path, policy.includes('wasm-unsafe-eval')]).toEqual([path, withWasm.includes(path)]);
      expect([path, /https?:|\*/.test(policy)]).toEqual([path, false]);
    }
  });

  it('has nothing to forbid: no script or handler stands in a page itself, and no style but those that it names', () => {
    for (const { path, inline, codeLinks } of examined) {
      expect([path, inline, codeLinks]).toEqual([path, [], []]);
    }
  });

  it('keeps every page but frames out of the frames of other sites, where the host sends _headers', () => {
    const rules = read('_headers').split(/\n(?=\/)/);
    const denied = rules
      .filter((rule) => rule.includes("frame-ancestors 'none'"))
      .map((rule) => rule.split('\n')[0]!);
    for (const path of pages.filter((one) => !one.startsWith('embed/'))) {
      const address = `/${path.replace(/index\.html$/, '')}`;
      const covered = denied.some((rule) =>
        rule.endsWith('*') ? address.startsWith(rule.slice(0, -1)) : address === rule,
      );
      expect([address, covered]).toEqual([address, true]);
    }
  });
});

describe('what a link to a page shows elsewhere', () => {
  const indexed = examined.filter((page) => page.indexed);

  it('is its title, its description and a picture that exists', () => {
    const pictures = new Set<string>();
    for (const { path, canonical, meta } of indexed) {
      const address = `${SITE}${base}${path.replace(/index\.html$/, '')}`;
      expect(canonical).toBe(address);
      expect(meta.get('og:url')).toBe(address);
      const [title = '', description = ''] = [meta.get('og:title'), meta.get('og:description')];
      expect([path, title.length > 2, description.length > 20]).toEqual([path, true, true]);
      expect(meta.get('og:image:alt')).toBeTruthy();
      const image = meta.get('og:image') ?? '';
      expect(image.startsWith(`${SITE}${base}pictures/`)).toBe(true);
      pictures.add(image.slice(`${SITE}${base}`.length));
    }
    for (const picture of pictures)
      expect([picture, existsSync(join(folder, picture))]).toEqual([picture, true]);
    expect([...pictures].some((path) => path.startsWith('pictures/workloads/'))).toBe(true);
    expect([...pictures].some((path) => path.startsWith('pictures/hardware/'))).toBe(true);
  });

  it('is a PNG of 1200 x 630 pixels', async () => {
    const drawn = files.filter((path) => path.startsWith('pictures/') && path.endsWith('.png'));
    for (const path of drawn.slice(0, 5)) {
      const { format, width, height } = await sharp(join(folder, path)).metadata();
      expect([path, format, width, height]).toEqual([path, 'png', 1200, 630]);
    }
  });

  it('is known to search engines: the sitemap has every page, and robots.txt names it', () => {
    expect(read('robots.txt')).toContain(`Sitemap: ${SITE}${base}sitemap-index.xml`);
    const listed = [...read('sitemap-0.xml').matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => address);
    const expected = indexed.map(({ path }) => `${SITE}${base}${path.replace(/index\.html$/, '')}`);
    expect(listed.toSorted()).toEqual(expected.toSorted());
  });

  it('is in llms.txt: every address of it exists', () => {
    const links = [...read('llms.txt').matchAll(/\]\(([^)]+)\)/g)].map(([, address]) => address!);
    expect(links.length).toBeGreaterThan(8);
    for (const address of links) {
      const path = address.slice(`${SITE}${base}`.length);
      expect([
        address,
        existsSync(join(folder, path, path === '' || path.endsWith('/') ? 'index.html' : '')),
      ]).toEqual([address, true]);
    }
  });
});

describe('a frame', () => {
  const view = pages
    .find((path) => /^embed\/workloads\/[^/]+\/[^/]+\/index\.html$/.test(path))!
    .replace('index.html', '');

  it('is shown by the page of another site', async () => {
    const address = `${harness.server.url}${view}`;
    const other = createServer((_, response) =>
      response.end(`<!doctype html><title>A blog</title><iframe src="${address}" title="x"></iframe>`),
    ).listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const { page } = await open('404.html');
    await page.goto(`http://localhost:${(other.address() as AddressInfo).port}/`);
    const inside = page.frameLocator('iframe');
    await expect.poll(() => inside.locator('h1').textContent()).toBeTruthy();
    // The page may still be arriving.
    await expect.poll(() => inside.getByRole('link', { name: 'All results on Trainmark' }).count()).toBe(1);
  });

  it('is not shown if it is any other page', async () => {
    const { page } = await open('404.html');
    const response = await fetch(harness.server.url);
    expect(response.headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
    expect(await page.locator('iframe').count()).toBe(0);
  });

  it.each([
    ['', true, 'rgb(23, 22, 20)'],
    ['dark/', false, 'rgb(23, 22, 20)'],
    ['light/', true, 'rgb(252, 251, 248)'],
  ])(
    'has the theme of %j whatever the system prefers, fits a phone and is accessible',
    async (theme, dark, paper) => {
      const { page, overflow, accessibility, errors } = await open(view + theme, { dark, width: 320 });
      expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
        paper,
      );
      expect(await page.locator('script').count()).toBe(0);
      expect(await overflow()).toEqual([]);
      expect(await accessibility()).toEqual([]);
      expect(errors()).toEqual([]);
    },
  );
});

describe('badges and embeds', () => {
  it('have texts that follow the choice, with addresses that exist', async () => {
    const { page, accessibility, overflow, errors } = await open('embed/', { width: 320 });
    const box = (name: string) => page.locator(`[data-name="${name}"] code`);
    const before = await box('markdown').textContent();
    const devices = await page.locator('select[name="device"] option').count();
    await page.locator('select[name="device"]').selectOption({ index: devices - 1 });
    const after = await box('markdown').textContent();
    expect(after).not.toBe(before);
    const [, image, target] = /^\[!\[.*\]\((\S+)\)\]\((\S+)\)$/.exec(after ?? '') ?? [];
    for (const address of [image, target])
      expect([address, (await fetch(address!)).status]).toEqual([address, 200]);
    await page.locator('select[name="theme"]').selectOption('dark');
    const frame = /src="([^"]+)"/.exec((await box('frame').textContent()) ?? '')?.[1];
    expect(frame).toMatch(/\/dark\/$/);
    expect((await fetch(frame!)).status).toBe(200);
    expect(await accessibility()).toEqual([]);
    expect(await overflow()).toEqual([]);
    expect(errors()).toEqual([]);
  });

  it('have an example without JavaScript', async () => {
    const { page } = await open('embed/', { javaScript: false });
    expect(await page.locator('[data-name="markdown"] code').textContent()).toContain(
      `(${SITE}${base}data/badges/`,
    );
    expect(await page.locator('form').filter({ visible: true }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Copy' }).count()).toBe(0);
  });
});

describe('the frame of all pages', () => {
  it('has a menu on a phone that opens, leads on and closes by keyboard', async () => {
    const { page } = await open('method/', { width: 320 });
    const item = page.getByRole('link', { name: 'Workloads', exact: true });
    expect(await item.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Menu' }).focus();
    await page.keyboard.press('Enter');
    expect(await item.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await item.isVisible()).toBe(false);
    await page.keyboard.press('Enter');
    await item.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/workloads/');
  });

  it('prints ink on white, without navigation', async () => {
    const { page } = await open('method/', { dark: true });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    );
    expect(await page.locator('nav').filter({ visible: true }).count()).toBe(0);
  });
});

describe('the view of the leaderboard', () => {
  it('is saved as SVG and PNG, and copied as Markdown', async () => {
    const { page, errors } = await open('');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('#board').hover();
    await page.locator('#board[data-live]').waitFor();
    const save = async (name: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name, exact: true }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(
        new RegExp(String.raw`^trainmark-[a-z0-9-]+\.${name.toLowerCase()}$`),
      );
      return readFileSync((await download.path())!);
    };
    const svg = new JSDOM((await save('SVG')).toString(), { contentType: 'image/svg+xml' }).window.document;
    expect(svg.querySelectorAll('circle').length).toBeGreaterThan(1);
    expect(svg.querySelector('rect')?.getAttribute('fill')).toBe('#fcfbf8');
    const png = sharp(await save('PNG'));
    expect((await png.metadata()).width).toBe(2 * Number(svg.documentElement.getAttribute('width')));
    // A picture without its marks would be paper and ink only.
    const { entropy } = await png.stats();
    expect(entropy).toBeGreaterThan(0.2);
    await page.getByRole('button', { name: 'Markdown' }).click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toMatch(/^\*\*.+\n\n\| Device \|/);
    expect(errors()).toEqual([]);
  });
});
