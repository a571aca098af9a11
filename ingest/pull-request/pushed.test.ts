import { describe, expect, it } from 'vitest';
import { readHistory } from '../read/history.ts';
import { makeDataRepository } from '../testing/data-repository.ts';
import { faultsOfPush } from './pushed.ts';

/** Main with results of two people, and a branch of a maintainer with one more that parted before them. */
async function parted() {
  const { folder, git, add, merge } = makeDataRepository();
  await add('maintainer@example.org', 'base.txt', '0');
  git('branch', 'local');
  await add('alice@example.org', 'alice.json', '1');
  await add('bob@example.org', 'bob.json', '2');
  const before = git('rev-parse', 'HEAD').trim();
  git('checkout', '--quiet', 'local');
  await add('maintainer@example.org', 'own.json', '3');
  /** What is said of a push of the branch as main. */
  const faults = async () => {
    const history = (await readHistory(folder, { commit: before }))!;
    return faultsOfPush({ commit: before, history }, (await readHistory(folder))!);
  };
  return { before, git, add, merge, faults };
}

describe('a push to main', () => {
  it('is fine if main goes on: by commits, by a merge of the branch, or by a rebased branch', async () => {
    const { git, merge, faults } = await parted();
    git('checkout', '--quiet', '-B', 'next', 'main');
    merge('local');
    expect(await faults()).toEqual([]);
    git('checkout', '--quiet', 'local');
    git('rebase', '--quiet', 'main');
    expect(await faults()).toEqual([]);
  });

  it('is told from one that merged main into the branch, with what that changes', async () => {
    const { before, git, faults } = await parted();
    git('merge', '--quiet', '--message', 'x', 'main');
    const [main, ...owners] = await faults();
    expect(main).toMatch(new RegExp(`^main was ${before.slice(0, 12)}, .*rebase.* name ${before} in data/`));
    expect(owners).toEqual([
      expect.stringMatching(/^bob\.json: belonged to [0-9a-f]{16}, now to [0-9a-f]{16}$/),
    ]);
  });

  it('is fine if that merge says in the words of git that it merged main', async () => {
    const { git, faults } = await parted();
    git('merge', '--quiet', '--no-edit', 'main');
    expect(git('log', '-1', '--format=%s').trim()).toBe("Merge branch 'main' into local");
    expect(await faults()).toEqual([]);
  });

  it('is told from one that rewrote main into another order', async () => {
    const { git, faults } = await parted();
    const [alice, bob] = git('rev-list', '--reverse', 'local..main').trim().split('\n');
    git('cherry-pick', bob!, alice!);
    expect(await faults()).toEqual([
      expect.stringContaining('or rewritten'),
      'alice.json: was result 2 in order, now bob.json is',
    ]);
  });
});
