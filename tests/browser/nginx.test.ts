/** @file The site on a real nginx with the configuration of docs/nginx.conf, under a base path two levels deep. */

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { compressSite } from '../../site/compress.ts';
import { findNginx, type Running, startNginx } from '../nginx.ts';

const nginx = findNginx();
if (typeof nginx === 'string') console.log(`The tests of nginx are skipped: ${nginx}`);

/** The configuration of the docs; only what they say is to be adapted is replaced. */
function configuration(root: string, base: string, port: number): string {
  const replaced: [string, string][] = [
    ['listen 80;', `listen 127.0.0.1:${port};`],
    ['root /srv/trainmark;', `root ${root};`],
    ['error_page 404 /404.html;', `error_page 404 ${base}404.html;`],
  ];
  let text = readFileSync('docs/nginx.conf', 'utf8');
  for (const [line, other] of replaced) {
    expect(text.split(line)).toHaveLength(2);
    text = text.replace(line, other);
  }
  return text;
}

describe.skipIf(typeof nginx === 'string')('the site on nginx, under a base path', () => {
  const { folder: site, base } = inject('site');
  let folder: string;
  let running: Running;
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${running.port}${base}${path}`, { headers, redirect: 'manual' });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trainmark-nginx-'));
    const root = join(folder, 'www');
    mkdirSync(join(root, base), { recursive: true });
    cpSync(site, join(root, base), { recursive: true });
    await compressSite(join(root, base));
    if (typeof nginx === 'string') return;
    running = await startNginx(nginx, folder, (port) => configuration(root, base, port));
  });
  afterAll(async () => {
    await running?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['', 'text/html'],
    ['workloads/mnist-cnn/', 'text/html'],
    ['data/results.parquet', 'application/vnd.apache.parquet'],
    ['data/results.csv', 'text/csv'],
    ['data/leaderboard.json', 'application/json'],
    ['data/feed.xml', 'application/atom+xml'],
    ['data/SHA256SUMS', 'text/plain'],
    ['pictures/front.png', 'image/png'],
    ['favicon.svg', 'image/svg+xml'],
    ['llms.txt', 'text/plain'],
  ])('serves /%s as %s', async (path, type) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(new RegExp(`^${type.replace('+', String.raw`\+`)}`));
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  });

  it('sends a folder without its slash to the page, under any name of the host', async () => {
    const response = await get('workloads');
    expect([response.status, response.headers.get('location')]).toEqual([301, `${base}workloads/`]);
  });

  it('shows the page for unknown addresses', async () => {
    const response = await get('no/such/page/');
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('<h1>Page not found</h1>');
    expect(response.headers.get('cache-control')).toBe('no-cache');
  });

  it('lets browsers keep files whose names contain a hash, and ask again for all others', async () => {
    const asset = readdirSync(join(site, 'assets')).find((name) => name.endsWith('.js'))!;
    const kept = await get(`assets/${asset}`);
    expect(kept.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const page = await get('method/');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const again = await get('method/', { 'if-none-match': page.headers.get('etag')! });
    expect(again.status).toBe(304);
  });

  it('sends compressed files, and compresses those that are not', async () => {
    // nginx knows the length of a file that it sends, not of what it compresses meanwhile.
    const page = await get('method/', { 'accept-encoding': 'gzip' });
    expect(page.headers.get('content-encoding')).toBe('gzip');
    expect(page.headers.get('vary')).toBe('Accept-Encoding');
    const method = join(folder, 'www', base, 'method');
    const bytes = readFileSync(join(method, 'index.html.gz')).length;
    expect(Number(page.headers.get('content-length'))).toBe(bytes);
    cpSync(join(method, 'index.html'), join(method, 'fresh.html'));
    const fresh = await get('method/fresh.html', { 'accept-encoding': 'gzip' });
    expect([fresh.headers.get('content-encoding'), fresh.headers.get('content-length')]).toEqual([
      'gzip',
      null,
    ]);
    expect(await fresh.text()).toContain('<h1>How it is measured</h1>');
  });

  it('isolates the quick test and its workers', async () => {
    const page = await get('quick-test/');
    expect(page.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect((await get('')).headers.get('cross-origin-embedder-policy')).toBeNull();
    const script = readdirSync(join(site, 'assets')).find((name) => name.endsWith('.js'))!;
    const worker = await get(`assets/${script}`);
    expect(worker.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(worker.headers.get('content-security-policy')).toContain("'wasm-unsafe-eval'");
  });

  it('lets only frames into frames, and other sites read the data', async () => {
    expect((await get('')).headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
    const [view] = readdirSync(join(site, 'embed/workloads'), { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('index.html'),
    );
    const frame = await get(`embed/workloads/${view!.replace('index.html', '')}`);
    expect(frame.status).toBe(200);
    expect(frame.headers.get('content-security-policy')).toBeNull();
    expect(frame.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect((await get('data/results.csv')).headers.get('access-control-allow-origin')).toBe('*');
  });
});
