import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeFileError } from '../../data/derive/files/file-error.ts';
import { makeFolder, namesIn, readText, writeDurably } from './files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainmark-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('writeDurably', () => {
  it('replaces the content of a file', () => {
    const path = join(folder, 'file');
    writeDurably(path, 'a longer text');
    writeDurably(path, 'short');
    expect(readFileSync(path, 'utf8')).toBe('short');
  });

  it('leaves no file behind where writing fails', () => {
    const path = join(folder, 'file');
    // A content that Node refuses stands for a full disk.
    expect(() => writeDurably(path, null as unknown as string)).toThrow();
    expect(existsSync(path)).toBe(false);
  });
});

it('makes a folder with its parents, and leaves one that exists', () => {
  const deep = join(folder, 'a', 'b', 'c');
  makeFolder(deep);
  makeFolder(deep);
  expect(statSync(deep).isDirectory()).toBe(true);
});

it('reads nothing where there is nothing', () => {
  writeDurably(join(folder, 'b'), 'text');
  writeDurably(join(folder, 'a'), '');
  expect(namesIn(folder)).toEqual(['a', 'b']);
  expect(readText(join(folder, 'b'))).toBe('text');
  expect(namesIn(join(folder, 'none'))).toEqual([]);
  expect(readText(join(folder, 'none'))).toBeNull();
});

it.each([
  [Object.assign(new Error(''), { code: 'ENOSPC' }), 'the disk is full'],
  [Object.assign(new Error('x'), { code: 'EXDEV' }), 'EXDEV'],
  [new Error('/home/jane/reason'), 'reason'],
  ['thrown text', 'thrown text'],
])('says in words why a file cannot be used: %s', (error, words) => {
  expect(describeFileError(error)).toBe(words);
});
