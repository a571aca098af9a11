import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeRunner } from './survey.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainmark-runner-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const git = (...words: string[]): string =>
  execFileSync(
    'git',
    ['-C', folder, '-c', 'user.name=A', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false', ...words],
    {
      encoding: 'utf8',
    },
  ).trim();

function commitFile(): string {
  git('init', '--quiet');
  writeFileSync(join(folder, 'code.ts'), 'one');
  git('add', 'code.ts');
  git('commit', '--quiet', '--message', 'One');
  return git('rev-parse', 'HEAD');
}

describe('the runner', () => {
  it('is described by its commit, and is not changed by new files', async () => {
    const commit = commitFile();
    writeFileSync(join(folder, 'result.json'), '{}');
    expect(await describeRunner(folder, '1.2.3')).toEqual({
      origin: 'cli',
      version: '1.2.3',
      commit,
      dirty: false,
      runtime: `Node ${process.versions.node}`,
    });
  });

  it('is dirty where a tracked file was changed', async () => {
    const commit = commitFile();
    writeFileSync(join(folder, 'code.ts'), 'two');
    expect(await describeRunner(folder, '1.2.3')).toMatchObject({ commit, dirty: true });
  });

  it('has no commit outside of a repository', async () => {
    // A repository above the folder of temporary files would be found.
    writeFileSync(join(folder, '.git'), 'gitdir: nowhere');
    expect(await describeRunner(folder, '1.2.3')).toMatchObject({ commit: null, dirty: null });
  });
});
