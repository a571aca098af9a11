import { describe, expect, it } from 'vitest';
import type { MainLine } from '../../data/catalogue/main-line.ts';
import { makeDataRepository } from '../testing/data-repository.ts';
import { noteOf, readHistory } from './history.ts';

const none: MainLine = { addresses: [], heads: [] };
const people = ['alice', 'bob', 'carol'];

/** Main with a result of each of three people, and the branch of a maintainer that parted before them. */
async function parted() {
  const repository = makeDataRepository();
  const { git, add } = repository;
  await add('maintainer@example.org', 'base.txt', '0');
  git('branch', 'local');
  for (const name of people) await add(`${name}@example.org`, `${name}.json`, name);
  const head = git('rev-parse', 'main').trim();
  git('checkout', '--quiet', 'local');
  await add('maintainer@example.org', 'notes.txt', '1');
  /** Merges main into the branch and makes it main, as a push of it does. */
  const push = (message: string) => {
    git('merge', '--quiet', '--no-ff', '--message', message, 'main');
    git('branch', '--force', 'main');
  };
  return { ...repository, head, push };
}

const ownersIn = async (folder: string, main: MainLine, commit?: string) => {
  const history = (await readHistory(folder, { main, commit }))!;
  return people.map((name) => history.additions.get(`${name}.json`)!.owner);
};

describe('the main line', () => {
  it.each([
    ["Merge remote-tracking branch 'origin/main'", none],
    ["Merge remote-tracking branch 'upstream/main' into local", none],
    ["Merge branch 'main' into local", none],
    [
      "Merge branch 'main' of github.com:trainmark/trainmark",
      { ...none, addresses: ['github.com/trainmark/trainmark'] },
    ],
    [
      "Merge branch 'main' of https://jane@github.com/trainmark/trainmark.git",
      { ...none, addresses: ['github.com/trainmark/trainmark'] },
    ],
  ])('goes on where a maintainer merged main into a branch and pushed it: %s', async (message, main) => {
    const { folder, head, push } = await parted();
    const before = await ownersIn(folder, main, head);
    push(message);
    expect(await ownersIn(folder, main)).toEqual(before);
    expect(new Set(before).size).toBe(3);
    expect(noteOf(await readHistory(folder, { main }))).toBeNull();
  });

  it.each([
    'My own words',
    "Merge branch 'main' of https://github.com/mallory/trainmark",
    "Merge branch 'main' of https://example.org/github.com/trainmark/trainmark",
    "Merge remote-tracking branch 'mallory/main'",
    'Merge pull request #7 from mallory/main',
  ])(
    'is that of the first parents after any other merge, until the former head is named: %s',
    async (message) => {
      const main = { ...none, addresses: ['github.com/trainmark/trainmark'] };
      const { folder, head, push } = await parted();
      const before = await ownersIn(folder, main, head);
      push(message);
      expect(new Set(await ownersIn(folder, main)).size).toBe(1);
      expect(noteOf(await readHistory(folder, { main }))).toMatch(
        /^The merge [0-9a-f]{12} brings results of 3 authors, who count as one owner; .*main-line\.json\.$/,
      );
      const named = { ...main, heads: ['0'.repeat(40), head] };
      expect(await ownersIn(folder, named)).toEqual(before);
      expect(noteOf(await readHistory(folder, { main: named }))).toBeNull();
    },
  );

  it('is not moved by the title of a pull request that GitHub wrote into its merge', async () => {
    const { folder, git, feed, add } = makeDataRepository();
    await add('maintainer@example.org', 'base.txt', '0');
    git('checkout', '--quiet', '-b', 'puppets');
    for (const name of people) await add(`${name}@example.org`, `${name}.json`, name);
    git('checkout', '--quiet', 'main');
    await add('maintainer@example.org', 'notes.txt', '1');
    const title = "Merge branch 'main' into x";
    git('merge', '--quiet', '--no-ff', '--message', title, 'puppets');
    const merge = git('cat-file', 'commit', 'HEAD');
    const byGitHub = merge.replace(/^committer .*>/m, 'committer GitHub <noreply@github.com>');
    const commit = feed(byGitHub, 'hash-object', '-t', 'commit', '-w', '--stdin').trim();
    git('reset', '--quiet', '--hard', commit);
    expect(git('log', '-1', '--format=%cE %s').trim()).toBe(`noreply@github.com ${title}`);
    expect(new Set(await ownersIn(folder, none)).size).toBe(1);
  });
});
