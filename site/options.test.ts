import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseArguments, readBase } from './options.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainmark-site-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const parse = (words: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  parseArguments(words, environment);

describe('the options of the site', () => {
  it('are a root without an origin by default', () => {
    expect(parse(['build'])).toEqual({ verb: 'build', out: 'dist', base: '/' });
    expect(parse(['dev', '--port', '8080'])).toEqual({ verb: 'dev', port: 8080, base: '/' });
    expect(parse(['preview'])).toEqual({ verb: 'preview', out: 'dist' });
  });

  it.each([
    ['/trainmark/', '/trainmark/'],
    ['/trainmark', '/trainmark/'],
    ['a/b', '/a/b/'],
    // As a host has it that serves the site at its root.
    ['/', '/'],
    ['', '/'],
  ])('take the base path %j', (given, base) =>
    expect(parse(['build', '--base', given])).toMatchObject({ base }),
  );

  it('take base path and origin from the environment, where options come first', () => {
    const environment = { TRAINMARK_BASE: 'x', TRAINMARK_SITE: 'https://example.org/' };
    expect(parse(['build'], environment)).toMatchObject({ base: '/x/', site: 'https://example.org' });
    expect(parse(['build', '--base', '/y/'], environment)).toMatchObject({ base: '/y/' });
    expect(parse(['build'], { TRAINMARK_BASE: '', TRAINMARK_SITE: '' })).not.toHaveProperty('site');
    expect(() => parse(['build'], { TRAINMARK_SITE: 'example' })).toThrow(
      "TRAINMARK_SITE 'example' is invalid. Give an origin, such as https://example.org.",
    );
  });

  it.each([
    ['dev --port abc', 'Give a whole number from 1 to 65535'],
    ['dev --port 99999999', 'Give a whole number from 1 to 65535'],
    ['build --site notaurl', 'Give an origin, such as https://example.org'],
    ['build --site ftp://h', 'Give an origin, such as https://example.org'],
    ['build --site https://h/sub', 'Give https://h, and the path as --base /sub;'],
    ['build --base https://h/sub/', 'Give a path below the host, such as /trainmark/'],
    ['build --base /../x/', 'Give a path below the host'],
    ['build --data /nonexist', '--data /nonexist: holds no leaderboard.json; give a folder that'],
    ['build --sources /nonexist', '--sources /nonexist: holds no folder data'],
    ['build --port 80', "unknown option '--port'"],
    ['dev --compress', "unknown option '--compress'"],
    ['dev --out x', "unknown option '--out'"],
    ['preview --base /x/', "unknown option '--base'"],
    ['serve', 'use npm run dev, npm run build, npm run preview'],
  ])('refuse "%s"', (line, message) => expect(() => parse(line.split(' '))).toThrow(message));

  it('refuse those that npm took', () => {
    expect(() => parse(['build'], { npm_config_base: '/x/' })).toThrow(
      'npm took --base for an option of its own; put "--" before the options: npm run build -- --base …',
    );
  });

  it('take the folders of another ingest', () => {
    writeFileSync(join(folder, 'leaderboard.json'), '{}');
    mkdirSync(join(folder, 'data'));
    expect(parse(['build', '--data', folder, '--sources', folder])).toMatchObject({
      data: folder,
      sources: folder,
    });
  });
});

describe('readBase', () => {
  it('finds the base path of a built site', () => {
    writeFileSync(join(folder, 'site.webmanifest'), '{"start_url":"/trainmark/"}');
    expect(readBase(folder)).toBe('/trainmark/');
  });

  it('refuses a folder without a built site', () => {
    expect(() => readBase(folder)).toThrow(`--out ${folder}: holds no built site; run \`npm run build\``);
  });
});
