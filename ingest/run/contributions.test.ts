import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Cell } from '../../data/contract/cell.ts';
import type { Submission } from '../../data/contract/submission.ts';
import { MemoryOutput } from '../export/output.ts';
import { Staging } from '../export/staging.ts';
import { type Extract, extractSubmission } from '../extract/submission.ts';
import { list } from '../read/read.ts';
import { committedFiles } from '../testing/fuzz/templates.ts';
import { folderWith, machine, matmul, named, submission } from '../testing/samples.ts';
import { type Brief, toBrief } from './brief.ts';
import { codeVersion, dropOtherVersions, keyOf } from './cache.ts';
import { fromColumns, toColumns } from './columns.ts';
import { type Contribution, contributionOf, keptRows, type Run } from './contribution.ts';
import { type Contributions, contributionsOf } from './contributions.ts';
import { KeptMeasurement, toList } from './fingerprints.ts';
import { linesOf, pack, parseLine, unpack, workOf } from './packed.ts';
import { startSamples, writeSamples } from './samples.ts';
import { MANY as THREADED } from './threads.ts';

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
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await rm(cache, { recursive: true });
});

/** What every run of these tests has in common: nothing is 1.0x. */
const run = (change: Partial<Run> = {}): Run => ({
  folder,
  nowMs: NOW,
  cache: null,
  values: new Map(),
  ...change,
});

const namesIn = async (of: string) =>
  (await readdir(of, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const isIndex = (name: string) => basename(name).startsWith('index-');

/** As it is written: with lists in place of typed arrays, and with fingerprints that were not read yet. */
const plain = <Of>(value: Of): Of =>
  JSON.parse(
    JSON.stringify(value, (_, one) => {
      if (ArrayBuffer.isView(one)) return Array.from(one as Float64Array);
      return one instanceof KeptMeasurement
        ? { ...one, fingerprints: one.fingerprints, size: undefined }
        : one;
    }),
  );

/** Everything that files contribute. */
async function allOf({ briefs, extractOf, problems }: Contributions) {
  const extracts: Extract[] = [];
  for (const brief of briefs) extracts.push(await extractOf(brief));
  return plain({ briefs, extracts, problems });
}

/** What one file contributes. */
async function contributed(of: Run, path: string): Promise<Contribution> {
  const answer = await contributionOf(of, path);
  if (!answer.ok || answer.value === null) throw new Error('the sample must be valid');
  return answer.value;
}

describe('contributionsOf', () => {
  it('gives the same from threads, from one thread and from the cache, in the order of the paths', async () => {
    const fresh = await allOf(await contributionsOf(run(), paths));
    const some = await allOf(await contributionsOf(run(), paths.slice(0, 20)));
    expect(fresh.extracts.slice(0, some.extracts.length)).toEqual(some.extracts);
    expect(fresh.briefs.map(({ path }) => path)).toEqual(
      paths.filter((path) => !path.endsWith('broken.json')).map((path) => `data/submissions/${path}`),
    );
    expect(fresh.problems.map(({ path }) => path)).toEqual([join(folder, 'suite-1/broken.json')]);
    expect(await allOf(await contributionsOf(run({ cache }), paths))).toEqual(fresh);
    expect((await namesIn(cache)).filter((name) => !isIndex(name))).toHaveLength(MANY);
    expect(await allOf(await contributionsOf(run({ cache }), paths))).toEqual(fresh);
  });

  it('reads what was changed, added or removed since, and leaves all other files alone', async () => {
    const many = await folderWith(
      Object.fromEntries(Array.from({ length: MANY }, (_, index) => named(content(index)))),
    );
    const own = await folderWith({});
    const old = new Date('2026-01-01');
    const listed = await list(many);
    for (const path of listed) await utimes(join(many, path), old, old);
    // Times that an index relies on are seconds old, so that the clock is what a test would wait for.
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    const contributions = (of: string[]) => contributionsOf(run({ folder: many, cache: own }), of);
    const first = await contributions(listed);
    const [changed, removed] = [listed[0]!, listed[1]!];
    await writeFile(join(many, changed), '[1');
    const [path, text] = named(content(MANY));
    await writeFile(join(many, path), text);
    // Nothing but the new and the changed file is read: not even the contributions of the others are there any more.
    for (const name of await namesIn(own)) if (!isIndex(name)) await rm(name);
    const second = await contributions([...listed.filter((one) => one !== removed), path]);
    expect(second.problems.map((one) => one.path)).toEqual([join(many, changed)]);
    expect(plain(second.briefs.slice(0, -1))).toEqual(plain(first.briefs.slice(2)));
    expect(second.briefs.at(-1)!.path).toBe(`data/submissions/${path}`);
    expect((await namesIn(own)).filter((name) => !isIndex(name))).toHaveLength(1);
    await Promise.all([many, own].map((one) => rm(one, { recursive: true })));
  });

  it('reads fingerprints again that the cache lost', async () => {
    const own = await folderWith({});
    const whole = plain((await contributionsOf(run({ cache: own }), paths)).briefs);
    const { briefs } = await contributionsOf(run({ cache: own }), paths);
    for (const name of await namesIn(own)) if (isIndex(name)) await rm(name);
    expect(plain(briefs)).toEqual(whole);
    await rm(own, { recursive: true });
  });

  it('gives the rows of files that are only counted, whether they are alone on their machine or not', async () => {
    const memoryBytes = 2 ** 40;
    const other = submission([matmul(0.3)], { machine: { ...machine, memoryBytes } });
    const some = await folderWith(
      Object.fromEntries([other, content(0), content(1)].map((one) => named(one))),
    );
    const listed = await list(some);
    const all = await allOf(await contributionsOf(run({ folder: some }), listed));
    expect(all.extracts).toHaveLength(3);
    expect(await allOf(await contributionsOf(run({ folder: some }), listed, true))).toEqual(all);
    await rm(some, { recursive: true });
  });

  it('computes rows again that the cache lost', async () => {
    const own = await folderWith({});
    const some = paths.slice(-3);
    const whole = await allOf(await contributionsOf(run({ cache: own }), some));
    const contributions = await contributionsOf(run({ cache: own }), some);
    for (const name of await namesIn(own)) await rm(name);
    expect(await allOf(contributions)).toEqual(whole);
    await rm(own, { recursive: true });
  });
});

describe('samples', () => {
  it('are the same from a thread', async () => {
    const accepted = { folder, paths };
    expect(paths.length).toBeGreaterThanOrEqual(THREADED);
    const own = await folderWith({});
    const staging = new Staging(join(own, 'targets'), join(own, 'waiting'));
    {
      await using writing = startSamples(staging, accepted);
      await writing.done;
    }
    const here = new MemoryOutput();
    await writeSamples(here, accepted);
    expect(staging.written.map(({ name }) => name).sort()).toEqual([...here.files.keys()].sort());
    expect(here.files.size).toBeGreaterThan(0);
    for (const [name, bytes] of here.files)
      expect((await readFile(join(own, 'waiting', name))).equals(bytes), name).toBe(true);
    await rm(own, { recursive: true });
  });
});

describe('a packed contribution', () => {
  it('holds rows and gaps, in the same order of fields', () => {
    for (const file of committedFiles()) {
      const extracted = extractSubmission(file, NOW);
      if (!extracted.ok) throw new Error('committed files are valid');
      const packed = pack(extracted.value);
      const { candidates, gaps } = unpack(packed);
      // They come work by work, in the order in which the works are met.
      const cells = [...extracted.value.candidates.map(({ row }) => row), ...extracted.value.gaps];
      const works = [...new Set(cells.map(workOf))];
      const inOrder = <Of>(all: readonly Of[], cellOf: (one: Of) => Pick<Cell, 'workload' | 'mode'>) =>
        works.flatMap((work) => all.filter((one) => workOf(cellOf(one)) === work));
      const expected = {
        candidates: inOrder(extracted.value.candidates, ({ row }) => row),
        gaps: inOrder(extracted.value.gaps, (gap) => gap),
      };
      expect(candidates).toEqual(expected.candidates);
      expect(JSON.stringify(candidates.map(({ row }) => row))).toBe(
        JSON.stringify(expected.candidates.map(({ row }) => row)),
      );
      expect(JSON.stringify(gaps)).toBe(JSON.stringify(expected.gaps));
      for (const [work, line] of linesOf(packed)) {
        const own = parseLine(line);
        const shared = [...own.candidates.map(({ row }) => row), ...own.gaps];
        expect(new Set(shared.map(workOf))).toEqual(new Set([work]));
        for (const field of ['machine', 'sources'] as const)
          expect(new Set(shared.map((one) => one[field])).size).toBe(1);
      }
    }
  });

  it('may have neither rows nor gaps', () => {
    expect(unpack(pack({ candidates: [], gaps: [] }))).toEqual({ candidates: [], gaps: [] });
  });
});

describe('columns', () => {
  it('hold all of the briefs', () => {
    const briefs = committedFiles().map((file) => {
      const extracted = extractSubmission(file, NOW);
      if (!extracted.ok) throw new Error('committed files are valid');
      return toBrief(extracted.value, new Map());
    });
    const problem = { path: 'a', field: 'b', message: 'c' };
    const [first] = briefs;
    const all: Brief[] = [
      ...briefs,
      { ...first!, machine: null, alone: { ...first!.alone, problems: [problem, problem] } },
    ];
    const lists = all.map(({ summary }) => toList(summary.measurements));
    expect(plain(fromColumns(toColumns(all), (position) => lists[position]!))).toEqual(plain(all));
    expect(all.some(({ summary }) => summary.measurements.some(({ peer }) => peer !== null))).toBe(true);
  });
});

describe('the cache', () => {
  it('is used, and computed anew where it is damaged', async () => {
    const own = await folderWith({});
    const path = paths.at(-1)!;
    const fresh = await contributed(run(), path);
    expect((await contributed(run({ cache: own }), path)).packed).toBeNull();
    const [name] = await namesIn(own);
    const whole = await readFile(name!);
    expect(await contributed(run({ cache: own }), path)).toMatchObject({ key: fresh.key, packed: null });
    expect(keptRows(own, fresh.key)).toEqual(fresh.packed);
    for (const damaged of [whole.subarray(0, 40), whole.with(50, whole[50]! ^ 1), Buffer.from('{')]) {
      await writeFile(name!, damaged);
      expect(keptRows(own, fresh.key)).toBeNull();
      expect(await contributed(run({ cache: own }), path)).toMatchObject({ key: fresh.key });
      expect(await readFile(name!)).toEqual(whole);
    }
    await rm(own, { recursive: true });
  });

  it('takes nothing that it kept of one file for another one', async () => {
    const own = await folderWith({});
    const some = paths.slice(-2);
    const fresh = await Promise.all(some.map((path) => contributed(run(), path)));
    for (const path of some) await contributed(run({ cache: own }), path);
    const [one, other] = await namesIn(own);
    const [first, second] = [await readFile(one!), await readFile(other!)];
    await writeFile(one!, second);
    await writeFile(other!, first);
    for (const [at, path] of some.entries()) {
      expect(keptRows(own, fresh[at]!.key)).toBeNull();
      const again = await contributed(run({ cache: own }), path);
      expect(again.brief.path).toBe(fresh[at]!.brief.path);
      expect(keptRows(own, fresh[at]!.key)).toEqual(fresh[at]!.packed);
    }
    await rm(own, { recursive: true });
  });

  it('keeps neither problems nor anything for another path or content', async () => {
    const empty = await folderWith({});
    const refused = await contributionOf(run({ cache: empty }), 'suite-1/broken.json');
    expect(refused.ok).toBe(false);
    expect(await readdir(empty)).toEqual([]);
    expect(
      new Set([keyOf('a', { sha256: 'x' }), keyOf('b', { sha256: 'x' }), keyOf('a', { sha256: 'y' })]).size,
    ).toBe(3);
    await rm(empty, { recursive: true });
  });

  it('says that a file is the known one', async () => {
    const path = paths.at(-1)!;
    const { key } = await contributed(run(), path);
    expect(await contributionOf(run(), path, key)).toEqual({ ok: true, value: null });
    expect(await contributionOf(run(), path, 'another')).toMatchObject({ ok: true, value: { key } });
  });

  it('never fails: a folder that cannot be made only costs time', async () => {
    const file = join(folder, paths.at(-1)!, 'not-a-folder');
    const { briefs, extractOf } = await contributionsOf(run({ cache: file }), paths.slice(-1));
    expect((await extractOf(briefs[0]!)).path).toBe(briefs[0]!.path);
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
