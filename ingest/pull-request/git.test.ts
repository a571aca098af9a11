import { describe, expect, it } from 'vitest';
import { makeHostileRepository } from '../testing/hostile-repository.ts';
import { openRepository } from './git.ts';

describe('a repository', () => {
  it('has no list of changes that is longer than is read', async () => {
    const repository = makeHostileRepository();
    const id = repository.blob('x');
    const digits = (index: number) => String(index).padStart(4, '0');
    // 400 times the same folder of 300 files: 120,000 paths of 205 characters.
    const files = Array.from({ length: 300 }, (_, index) => ({
      mode: '100644',
      name: `${'a'.repeat(196)}${digits(index)}`,
      id,
    }));
    const folder = repository.tree(files);
    const whole = repository.tree(
      Array.from({ length: 400 }, (_, index) => ({ mode: '40000', name: digits(index), id: folder })),
    );
    const base = repository.commit([{ name: 'README.md', content: 'x' }], null);
    const head = repository.git(['commit-tree', whole, '-p', base], 'x');
    expect(await openRepository(repository.folder).rawChanges(base, head)).toBeNull();
  });

  it('has no size for a content that it lacks', async () => {
    const repository = makeHostileRepository();
    const { size } = openRepository(repository.folder);
    expect(await size('1'.repeat(40))).toBeNull();
    expect(await size(repository.blob('four'))).toBe(4);
  });

  it('hands no name to Git that is no id of an object', async () => {
    const repository = makeHostileRepository();
    const commit = repository.commit([{ name: 'README.md', content: 'x' }], null);
    const { content, size, rawChanges, mergeBase } = openRepository(repository.folder);
    for (const name of ['--textconv', `${commit}:README.md`, 'HEAD', commit.slice(0, 39)]) {
      await expect(content(name, 100)).rejects.toThrow(/^Git names no object: /);
      await expect(size(name)).rejects.toThrow(/^Git names no object: /);
      await expect(rawChanges(commit, name)).rejects.toThrow(/^Git names no object: /);
      await expect(mergeBase(name, commit)).rejects.toThrow(/^Git names no object: /);
    }
  });
});
