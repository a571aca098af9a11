import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { compressSite } from './compress.ts';

it('writes copies beside text that is worth it, and leaves the rest', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trainmark-compress-'));
  const page = '<p>some text</p>'.repeat(200);
  mkdirSync(join(folder, 'method'));
  writeFileSync(join(folder, 'method/index.html'), page);
  writeFileSync(join(folder, 'small.html'), '<p>');
  writeFileSync(join(folder, 'picture.png'), page);
  expect(await compressSite(folder)).toBe(1);
  expect(readdirSync(folder).toSorted()).toEqual(['method', 'picture.png', 'small.html']);
  expect(readdirSync(join(folder, 'method')).toSorted()).toEqual([
    'index.html',
    'index.html.br',
    'index.html.gz',
  ]);
  expect(gunzipSync(readFileSync(join(folder, 'method/index.html.gz'))).toString()).toBe(page);
  expect(brotliDecompressSync(readFileSync(join(folder, 'method/index.html.br'))).toString()).toBe(page);
  rmSync(folder, { recursive: true });
});
