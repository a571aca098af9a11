import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Submission } from '../../data/contract/submission.ts';
import { extractSubmission } from '../extract/submission.ts';
import { list } from '../read/read.ts';
import { committedFiles } from '../testing/fuzz/templates.ts';
import { folderWith, matmul, named, submission } from '../testing/samples.ts';
import { Cache, codeVersion, dropOtherVersions } from './cache.ts';
import { contributionOf } from './contribution.ts';
import { contributionsOf } from './contributions.ts';
import { pack, unpack } from './packed.ts';

const NOW = Date.parse('2026-12-01');
const root = resolve(import.meta.dirname, '../..');
/** More files than are computed on one thread. */
const MANY = 230;

const content = (index: number): Submission => submission([matmul(0.3, {}, index + 1)], { seed: index });

let folder: string;
let cache: string;
let paths: string[];
beforeAll(async () => {
  const files = Array.from({ length: MANY }, (_, index) => named(content(index)));
  folder = await folderWith({ ...Object.fromEntries(files), 'suite-1/broken.json': '[1' });
  cache = await folderWith({});
  paths = await list(folder);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await rm(cache, { recursive: true });
});

const kept = async () => (await readdir(cache, { recursive: true })).filter((name) => name.endsWith('.json'));

describe('contributionsOf', () => {
  it('gives the same from threads, from one thread and from the cache, in the order of the paths', async () => {
    const fresh = await contributionsOf({ folder, nowMs: NOW, cache: null }, paths);
    const some = await contributionsOf({ folder, nowMs: NOW, cache: null }, paths.slice(0, 20));
    expect(fresh.slice(0, 20)).toEqual(some);
    expect(fresh.map((one) => (one.ok ? one.value.path : null))).toEqual(
      paths.map((path) => (path.endsWith('broken.json') ? null : `data/submissions/${path}`)),
    );
    expect(await contributionsOf({ folder, nowMs: NOW, cache }, paths)).toEqual(fresh);
    expect(await kept()).toHaveLength(MANY);
    expect(await contributionsOf({ folder, nowMs: NOW, cache }, paths)).toEqual(fresh);
  });
});

describe('a packed contribution', () => {
  it('holds all of it, in the same order of fields', async () => {
    for (const file of committedFiles()) {
      const extracted = extractSubmission(file, NOW);
      if (!extracted.ok) throw new Error('committed files are valid');
      const text = pack(extracted.value);
      const { candidates, gaps, ...rest } = unpack(text);
      expect({ ...rest, candidates, gaps }).toEqual(extracted.value);
      expect(JSON.stringify(candidates.map(({ row }) => row))).toBe(
        JSON.stringify(extracted.value.candidates.map(({ row }) => row)),
      );
      expect(JSON.stringify(gaps)).toBe(JSON.stringify(extracted.value.gaps));
      const shared = [...candidates.map(({ row }) => row), ...gaps];
      for (const field of ['machine', 'sources'] as const)
        expect(new Set(shared.map((one) => one[field])).size).toBeLessThanOrEqual(1);
    }
  });

  it('may have neither rows nor gaps', () => {
    const [file] = committedFiles();
    const extracted = extractSubmission({ ...file!, submission: { ...file!.submission, results: [] } }, NOW);
    if (!extracted.ok) throw new Error('a file without results is valid');
    expect(unpack(pack(extracted.value))).toEqual(extracted.value);
  });
});

describe('the cache', () => {
  it('is used, and computed anew where it is damaged', async () => {
    const path = paths.at(-1)!;
    const run = { folder, nowMs: NOW, cache };
    const fresh = await contributionOf({ ...run, cache: null }, path);
    const bytes = await readFile(join(folder, path));
    if (!fresh.ok) throw new Error('the sample must be valid');
    await new Cache(cache).put(path, bytes, 'from the cache');
    expect(await contributionOf(run, path)).toEqual({ ok: true, value: 'from the cache' });
    for (const name of await kept()) await writeFile(join(cache, name), '{"path":');
    expect(await contributionOf(run, path)).toEqual(fresh);
    for (const name of await kept()) {
      const body = '{"path":1}';
      const whole = await readFile(join(cache, name), 'utf8');
      await writeFile(join(cache, name), `${whole.split('\n')[0]}\n${body}`);
    }
    expect(await contributionOf(run, path)).toEqual(fresh);
  });

  it('keeps neither problems nor anything for another path or content', async () => {
    const empty = await folderWith({});
    const refused = await contributionOf({ folder, nowMs: NOW, cache: empty }, 'suite-1/broken.json');
    expect(refused.ok).toBe(false);
    expect(await readdir(empty)).toEqual([]);
    const one = new Cache(empty);
    const extracted = await contributionOf({ folder, nowMs: NOW, cache: null }, paths.at(-1)!);
    if (!extracted.ok) throw new Error('the sample must be valid');
    await one.put('a', Buffer.from('x'), extracted.value);
    expect(await one.get('a', Buffer.from('x'))).toEqual(extracted.value);
    expect(await one.get('b', Buffer.from('x'))).toBeNull();
    expect(await one.get('a', Buffer.from('y'))).toBeNull();
    await rm(empty, { recursive: true });
  });

  it('never fails: a folder that cannot be made only costs time', async () => {
    const run = { folder, nowMs: NOW, cache: join(folder, paths.at(-1)!, 'not-a-folder') };
    expect((await contributionOf(run, paths.at(-1)!)).ok).toBe(true);
  });

  it('belongs to one version of the code and drops the others', async () => {
    const version = await codeVersion(root);
    expect(version).toMatch(/^[0-9a-f]{16}$/);
    expect(await codeVersion(root)).toBe(version);
    const copy = (rule: string) =>
      folderWith({
        'package-lock.json': '{}',
        'ingest/rule.ts': rule,
        'ingest/rule.test.ts': Math.random().toString(),
        'data/contract/words.ts': '',
        'data/derive/stats.ts': '',
        'data/catalogue/gpu.json': '',
      });
    const versions = await Promise.all(['1', '1', '2'].map(async (rule) => codeVersion(await copy(rule))));
    expect(versions[1]).toBe(versions[0]);
    expect(versions[2]).not.toBe(versions[0]);
    const several = await folderWith({ 'old/a.json': '', [`${version}/b.json`]: '' });
    await dropOtherVersions(several, version);
    expect(await readdir(several)).toEqual([version]);
    await rm(several, { recursive: true });
  });
});
