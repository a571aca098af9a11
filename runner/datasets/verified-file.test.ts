import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeVerified } from './verified-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainmark-verified-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const pieces = [Buffer.from('the '), Buffer.from('file')];
const file = {
  name: 'file',
  sizeBytes: 8,
  sha256: createHash('sha256').update('the file').digest('hex'),
};

it('writes the file that is expected', async () => {
  const target = join(folder, 'file');
  writeFileSync(target, 'old');
  expect(await writeVerified(pieces, file, target)).toBeNull();
  expect(readFileSync(target, 'utf8')).toBe('the file');
  expect(readdirSync(folder)).toEqual(['file']);
});

it('leaves the target as it is where something else came, and says what', async () => {
  const target = join(folder, 'file');
  writeFileSync(target, 'old');
  const other = await writeVerified([Buffer.from('not it')], file, target);
  expect(other).toEqual({ sha256: createHash('sha256').update('not it').digest('hex'), sizeBytes: 6 });
  expect(readFileSync(target, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['file']);
});

it('asks for no more once the file is too long', async () => {
  let asked = 0;
  function* long() {
    for (; asked < 1000; asked++) yield Buffer.from('four');
  }
  expect(await writeVerified(long(), file, join(folder, 'file'))).toMatchObject({ sizeBytes: 12 });
  expect(asked).toBe(2);
});

it('leaves nothing behind where the bytes cannot be had', async () => {
  function* broken() {
    yield Buffer.from('the ');
    throw new Error('the connection was lost');
  }
  const target = join(folder, 'file');
  await expect(writeVerified(broken(), file, target)).rejects.toThrow('the connection was lost');
  expect(existsSync(target)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});
