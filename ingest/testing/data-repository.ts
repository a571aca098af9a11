/** @file A repository with a folder of files, to which given authors commit. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeRepository } from './repository.ts';

/** A repository with the folder `data`, which commits files as a given author. */
export function makeDataRepository() {
  const { root, git, feed, write: writeAt, commit: commitAs } = makeRepository();
  const folder = join(root, 'data');
  mkdirSync(folder);
  const write = (path: string, text: string) => writeAt(join('data', path), text);
  const commit = (email: string, date = '2026-11-01T00:00:00Z') => commitAs({ email, date });
  const add = async (email: string, path: string, text: string, date?: string) => {
    await write(path, text);
    commit(email, date);
  };
  const merge = (branch: string) => git('merge', '--quiet', '--no-ff', '--no-edit', branch);
  return { root, folder, git, feed, write, commit, add, merge };
}
