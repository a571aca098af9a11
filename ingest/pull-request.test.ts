import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAX_FILE_BYTES } from '../data/contract/words.ts';
import { parseReport, type Report } from './pull-request/report.ts';
import { type Entry, type HostileRepository, makeHostileRepository } from './testing/hostile-repository.ts';
import { matmul, named, submission } from './testing/samples.ts';

const entry = join(resolve(import.meta.dirname), 'pull-request.ts');

interface Run {
  code: number;
  lines: string[];
  report: Report | null;
  markdown: string;
}

/** Runs the command in the repository, as a contributor or the workflow does. */
async function check(repository: HostileRepository, base: string, head: string): Promise<Run> {
  const out = join(await mkdtemp(join(tmpdir(), 'trainmark-report-')), 'report');
  const words = ['--import', import.meta.resolve('tsx'), entry, 'check', base, head, '--out', out];
  const { code, text } = await new Promise<{ code: number; text: string }>((done) => {
    execFile(process.execPath, words, { cwd: repository.folder }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), text: stdout + stderr }),
    );
  });
  const path = join(out, 'report.json');
  return {
    code,
    lines: text.split('\n').filter((line) => line !== ''),
    report: existsSync(path) ? parseReport(await readFile(path)) : null,
    markdown: existsSync(path) ? await readFile(join(out, 'report.md'), 'utf8') : '',
  };
}

/** A machine that the repository has no result of. */
const mine = submission([matmul(0.3)], {
  machine: {
    os: { platform: 'linux', name: 'Debian GNU/Linux', version: '12', arch: 'x64' },
    cpu: {
      name: 'Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz',
      vendor: 'Intel',
      physicalCores: 6,
      logicalCores: 12,
      baseGHz: 3.2,
    },
    gpus: [],
    memoryBytes: 17_179_869_184,
  },
});
const [name, content] = named(mine);
const result: Entry = { name: `data/submissions/${name}`, content };
const start: Entry = { name: 'README.md', content: 'hello' };

describe('check', () => {
  it('says which rows a result adds, at which places', async () => {
    const repository = makeHostileRepository();
    const base = repository.commit([start], null);
    const { code, report, lines, markdown } = await check(
      repository,
      base,
      repository.commit([start, result], base),
    );
    expect(lines.at(-1)).toBe('1 result accepted, 1 row, 0 problems, 0 other changes');
    expect(code).toBe(0);
    expect(report?.accepted.entries).toEqual([result.name]);
    const [row] = report?.rows.entries ?? [];
    expect(row).toMatchObject({
      workload: 'matmul',
      mode: 'op',
      before: null,
      trust: 'self-reported',
      size: '1024',
    });
    expect(row?.value).toBeCloseTo(0.3, 1);
    expect(markdown).toContain('Ingest accepts it: 1 result file would add 1 row.');
  });

  it('is inert against everything that a commit can hold', async () => {
    const repository = makeHostileRepository();
    const sentinel = join(repository.folder, 'sentinel');
    const run = `touch ${sentinel}`;
    const base = repository.commit([start], null);
    const suite = 'data/submissions/suite-1';
    const strange = [
      'a\nb',
      '$(touch sentinel)',
      '`touch sentinel`',
      '--output=x',
      '::error::x',
      '@everyone',
      '<img src=x onerror=alert(1)>',
      'x](javascript:alert(1))',
      'it\'s "quoted"',
      '\u202egnp',
      'x.JSON',
      '..',
      'con\\x',
      '\u0430md',
    ];
    const huge = ' '.repeat(2 * MAX_FILE_BYTES + 1);
    const injected = submission([
      {
        cell: mine.results[0]!.cell,
        outcome: {
          status: 'failed',
          reason: '@everyone <img src=x onerror=alert(1)> ](javascript:alert(1)) ::error::x',
          repetitions: [],
        },
      },
    ]);
    const files: Entry[] = [
      start,
      result,
      ...strange.map((one): Entry => ({ name: `${suite}/${one}.json`, content })),
      { name: `${suite}/${name.split('/')[1]!.toUpperCase()}`, content },
      { name: `${suite}/link.json`, mode: '120000', content: '/etc/passwd' },
      { name: `${suite}/module.json`, mode: '160000', content: '1'.repeat(40) },
      { name: `${suite}/program.json`, mode: '100755', content },
      { name: `${suite}/huge.json`, content: huge },
      { name: `${suite}/broken.json`, content: '{"@everyone":' },
      { name: `${suite}/deep.json`, content: '['.repeat(100_000) },
      { name: `data/submissions/${named(injected)[0]}`, content: named(injected)[1] },
      { name: 'data/submissions/link', mode: '120000', content: '../../../..' },
      {
        name: '.gitmodules',
        content: `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c "${run}"\n\tupdate = !${run}\n`,
      },
      { name: '.gitattributes', content: '* filter=evil diff=evil text eol=crlf export-subst\n' },
      { name: '.npmrc', content: `script-shell=${run}\nignore-scripts=false\n` },
      {
        name: 'package.json',
        content: JSON.stringify({ scripts: { preinstall: run, ingest: run, 'pull-request': run } }),
      },
      { name: 'tsconfig.json', content: '{"compilerOptions":{"paths":{"*":["./evil/*"]}}}' },
      { name: 'ingest/pull-request.ts', content: `throw new Error('evil')` },
      { name: '::error::x', content: 'x' },
      { name: '\u0007'.repeat(200), content: 'x' },
      { name: `${suite}/${'\u202e'.repeat(80)}.json`, content: 'x' },
      { name: '::set-output name=x::y\n::error::z', content: 'x' },
      { name: Buffer.from([0xff, 0xfe, 0x0a]), content: 'x' },
    ];
    const head = repository.commit(files, base, '@everyone $(touch sentinel)\n\n::error::x');
    // A folder called `.git`, one called `..`, and a name that is an absolute path, in the tree of the same commit.
    const evil = repository.blob(`#!/bin/sh\n${run}\n`);
    const odd = repository.tree([
      { mode: '100755', name: '.git', id: evil },
      { mode: '100644', name: '..', id: evil },
      { mode: '100644', name: '/etc/cron.d/x', id: evil },
      { mode: '100644', name: '../../../tmp/x', id: evil },
    ]);
    const lines = repository
      .git(['ls-tree', '-z', head])
      .split('\0')
      .filter((line) => line !== '');
    const merged = repository.tree([
      ...lines
        .filter((line) => !line.includes('\ufffd'))
        .map((line) => {
          const [mode = '', , id = ''] = line.split('\t')[0]!.split(' ');
          return { mode: mode.replace(/^0/, ''), name: line.slice(line.indexOf('\t') + 1), id };
        }),
      { mode: '40000', name: 'zz', id: odd },
    ]);
    const last = repository.git(['commit-tree', merged, '-p', base], 'x');

    for (const commit of [head, last]) {
      const found = await check(repository, base, commit);
      expect(found.code, found.lines.join('\n')).toBe(1);
      expect(existsSync(sentinel)).toBe(false);
      expect(found.lines.filter((line) => line.startsWith('::'))).toEqual([]);
      expect(found.report?.accepted.entries).toContain(result.name);
      expect(found.report?.rows.count).toBe(1);
      const problems = found.report?.problems.entries ?? [];
      const of = (end: string) =>
        problems.filter(({ path }) => path.endsWith(end)).map(({ message }) => message);
      expect(of('/link.json')).toEqual(['is a symbolic link; add the file itself']);
      expect(of('/module.json')).toEqual(['is a submodule; add the file itself']);
      expect(of('/program.json')[0]).toMatch(/^is marked as a program/);
      expect(of('/huge.json')[0]).toMatch(/^is \d+ bytes, more than 1048576/);
      expect(of('/broken.json')).toHaveLength(1);
      expect(of('/deep.json')).toHaveLength(1);
      expect(of('.JSON')[0]).toMatch(/^is not named like a result/);
      for (const one of problems) expect(one.path).not.toMatch(/\n/);
      const others = found.report?.others.entries ?? [];
      for (const path of [
        'package.json',
        '.npmrc',
        'tsconfig.json',
        '.gitmodules',
        '.gitattributes',
        'ingest/pull-request.ts',
      ])
        expect(others).toContain(`added ${path}`);
      // Nothing of a stranger is outside of `code`.
      const bare = found.markdown.replace(/<code>(?:[A-Za-z0-9 ]|&#\d+;)*<\/code>/g, '');
      expect(bare).not.toMatch(/everyone|onerror|javascript:|::error|sentinel|passwd|cron/);
    }
  });

  it('names existing results that are changed, removed or renamed, and counts the rest', async () => {
    const repository = makeHostileRepository();
    const old = (one: string, text: string): Entry => ({
      name: `data/submissions/suite-1/${one}.json`,
      content: text,
    });
    const base = repository.commit([start, old('a', '1'), old('b', '2'), old('c', '3')], null);
    const head = repository.commit([{ ...start, content: 'bye' }, old('a', '9'), old('d', '3')], base);
    const { code, report } = await check(repository, base, head);
    expect(report?.touched.entries).toEqual([
      'changed data/submissions/suite-1/a.json',
      'removed data/submissions/suite-1/b.json',
      'removed data/submissions/suite-1/c.json',
    ]);
    expect(report?.others.entries).toEqual(['changed README.md']);
    // The renamed file is read as an added one, and its content is no result.
    expect(report?.problems.entries.map(({ path }) => path)).toEqual(['data/submissions/suite-1/d.json']);
    expect(code).toBe(1);
  });

  it('says which rows go with results of others that a pull request removes or changes', async () => {
    const repository = makeHostileRepository();
    const folder = 'data/submissions/suite-1';
    const real = readdirSync(resolve(import.meta.dirname, '..', folder)).filter((one) =>
      one.endsWith('.json'),
    );
    const files = real.map((one): Entry => ({ name: `${folder}/${one}`, content: '1' }));
    const base = repository.commit([start, ...files], null);
    const head = repository.commit([start, ...files.slice(1).map((one) => ({ ...one, content: '2' }))], base);
    const { code, report, lines } = await check(repository, base, head);
    expect(lines.at(-1)).toBe(`0 results accepted, 0 rows, 0 problems, ${real.length} other changes`);
    expect(code).toBe(0);
    expect(report?.touched.count).toBe(real.length);
    const gone = report?.moved.entries.filter(({ to }) => to === null) ?? [];
    expect(gone.length).toBeGreaterThan(0);
  });

  it.each(['--upload-pack=x', 'no-such-branch', '$(touch sentinel)', 'HEAD; touch sentinel', ''])(
    'ends with one line for the commit %j',
    async (commit) => {
      const repository = makeHostileRepository();
      const base = repository.commit([start], null);
      const { code, lines } = await check(repository, base, commit);
      expect(code).toBe(2);
      expect(lines.join('\n')).toMatch(
        /^trainmark: (?:there is no commit "[^\n]*" here; fetch it, or give another|unknown option [^\n]+)/,
      );
      expect(existsSync(join(repository.folder, 'sentinel'))).toBe(false);
    },
  );

  it('refuses a branch without a common ancestor', async () => {
    const repository = makeHostileRepository();
    const { code, lines } = await check(
      repository,
      repository.commit([start], null),
      repository.commit([result], null),
    );
    expect(code).toBe(2);
    expect(lines).toEqual([
      'trainmark: the two commits have no common ancestor; start the branch from the base',
    ]);
  });
});
