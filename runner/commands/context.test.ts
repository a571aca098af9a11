import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder, submissionsFolder } from './context.ts';

const home = homedir();
const local = join(home, 'AppData', 'Local');

describe('the cache', () => {
  it.each([
    ['Linux', 'linux', {}, join(home, '.cache', 'trainmark')],
    ['Linux with its own folder of caches', 'linux', { XDG_CACHE_HOME: '/x' }, join('/x', 'trainmark')],
    ['macOS', 'darwin', { LOCALAPPDATA: local }, join(home, 'Library', 'Caches', 'trainmark')],
    ['Windows', 'win32', { LOCALAPPDATA: local }, join(local, 'trainmark', 'cache')],
    ['Windows without the variable', 'win32', {}, join(home, '.cache', 'trainmark')],
  ] as const)('is in the usual place of %s', (_, platform, environment, folder) => {
    expect(cacheFolder(environment, platform)).toBe(folder);
    expect(cacheFolder({ ...environment, TRAINMARK_CACHE: 'mine' }, platform)).toBe(resolve('mine'));
  });
});

describe('the folder for results', () => {
  const context = { root: join('/', 'repository') } as Parameters<typeof submissionsFolder>[0];

  it('is that of the repository, unless one is given', () => {
    expect(submissionsFolder(context, null)).toBe(join('/', 'repository', 'data', 'submissions'));
    expect(submissionsFolder(context, 'other')).toBe(resolve('other'));
  });

  it('is refused where a variable of the shell is empty', () => {
    expect(() => submissionsFolder(context, '')).toThrow('--out is empty; give a folder or leave it out');
  });
});
