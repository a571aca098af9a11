/** @file Clones as Git for Windows makes them by default, with `core.autocrlf`: the data stays valid, the sources stay LF. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSamples } from './testing/sample-submissions.ts';

const root = resolve(import.meta.dirname, '..');

function run(program: string, args: readonly string[], cwd: string) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  return { status, stdout, stderr: error === undefined ? stderr : error.message };
}

/** Runs git as on a fresh machine: the settings of the one who tests stay out. */
function git(cwd: string, ...args: readonly string[]): string {
  const own = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  const { status, stdout, stderr } = run('git', [...own, ...args], cwd);
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** A program may be tested from an archive, on a machine without git. */
const hasGit = run('git', ['--version'], root).status === 0;

/** A repository of the samples and one file of ours, with the attributes of this repository or none. */
function makeRepository(folder: string, hasAttributes: boolean): void {
  writeSamples(folder);
  copyFileSync(join(root, 'ingest/main.ts'), join(folder, 'main.ts'));
  if (hasAttributes) copyFileSync(join(root, '.gitattributes'), join(folder, '.gitattributes'));
  git(folder, 'init', '--quiet');
  git(folder, '-c', 'core.autocrlf=false', 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'Samples');
}

/** How the checked-out files end their lines: "lf", "crlf" or "mixed", each once. */
const lineEnds = (clone: string): string[] => [
  ...new Set([...git(clone, 'ls-files', '--eol').matchAll(/ w\/(\S*)/g)].map(([, ends]) => ends!)),
];

/** The leaderboard of a folder with `data/`. Throws what ingest printed where it refuses a file. */
function ingest(folder: string): string {
  const [submissions, published, out] = ['submissions', 'published', 'generated'].map((name) =>
    join(folder, 'data', name),
  );
  const options = ['--submissions', submissions!, '--published', published!, '--out', out!];
  const command = ['--import', 'tsx', 'ingest/main.ts', ...options];
  const { status, stderr } = run(process.execPath, command, root);
  if (status !== 0) throw new Error(stderr);
  return readFileSync(join(out!, 'leaderboard.json'), 'utf8');
}

describe.skipIf(!hasGit)('a clone with core.autocrlf', () => {
  let place: string;
  const clones = { withAttributes: '', without: '' };

  beforeAll(() => {
    place = mkdtempSync(join(tmpdir(), 'trainmark-clone-'));
    for (const name of ['withAttributes', 'without'] as const) {
      const origin = mkdtempSync(join(place, 'origin-'));
      makeRepository(origin, name === 'withAttributes');
      clones[name] = join(place, name);
      git(place, 'clone', '--quiet', '--config', 'core.autocrlf=true', origin, clones[name]);
    }
  });
  afterAll(() => rmSync(place, { recursive: true }));

  it('keeps the line ends that the linter and bash want, by .gitattributes', () => {
    expect(lineEnds(clones.withAttributes)).toEqual(['lf']);
    expect(ingest(clones.withAttributes)).toContain('"rows"');
  });

  it('has the same leaderboard where its line ends were turned', () => {
    expect(lineEnds(clones.without)).toEqual(['crlf']);
    expect(ingest(clones.without)).toBe(ingest(clones.withAttributes));
  });
});

it.skipIf(!hasGit || !existsSync(join(root, '.git')))('every text file is stored with LF', () => {
  const files = git(root, 'ls-files', '--eol').trim().split('\n');
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((line) => !/^i\/(?:lf|-text|none) /.test(line))).toEqual([]);
});
