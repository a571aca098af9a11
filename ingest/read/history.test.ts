import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeDataRepository } from '../testing/data-repository.ts';
import { folderWith } from '../testing/samples.ts';
import { addedOf, readHistory } from './history.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const orderOf = async (folder: string, paths: string[]) => {
  const files = paths.map((path) => ({ path, finishedAt: '2026-11-01T00:00:00Z' }));
  return addedOf(await readHistory(folder), files);
};

describe('readHistory', () => {
  it('orders by commits, not by the dates of their authors', async () => {
    const { folder, add } = makeDataRepository();
    await add('a@example.org', 'z.json', 'first', '2026-11-20T00:00:00Z');
    await add('b@example.org', 'a.json', 'second', '2001-01-01T00:00:00Z');
    const order = await orderOf(folder, ['a.json', 'z.json']);
    expect([...order.keys()]).toEqual(['z.json', 'a.json']);
    expect(order.get('z.json')?.owner).not.toBe(order.get('a.json')?.owner);
  });

  it('names an owner by the content of their first file, with nothing of the address', async () => {
    const { root, folder, git, add } = makeDataRepository();
    await add('A@example.org', 'one.json', '1');
    await add('a@EXAMPLE.org', 'two.json', '2');
    const order = await orderOf(folder, ['one.json', 'two.json']);
    const first = git('hash-object', join(root, 'data', 'one.json')).slice(0, 16);
    expect([...order.values()].map(({ owner }) => owner)).toEqual([first, first]);
  });

  it('takes the author of a merged branch and the order of the merges', async () => {
    const { folder, git, add, merge } = makeDataRepository();
    await add('maintainer@example.org', 'base.json', '0');
    git('checkout', '--quiet', '-b', 'early');
    await add('early@example.org', 'early.json', '1', '2026-11-01T00:00:00Z');
    git('checkout', '--quiet', '-b', 'late', 'main');
    await add('late@example.org', 'late.json', '2', '2026-11-02T00:00:00Z');
    git('checkout', '--quiet', 'main');
    merge('late');
    await add('maintainer@example.org', 'between.json', '3');
    merge('early');
    const order = await orderOf(folder, ['base.json', 'between.json', 'early.json', 'late.json']);
    expect([...order.keys()]).toEqual(['base.json', 'late.json', 'between.json', 'early.json']);
    expect(new Set([...order.values()].map(({ owner }) => owner)).size).toBe(3);
    expect(order.get('between.json')?.owner).toBe(order.get('base.json')?.owner);
  });

  it('gives everything that one merge brings to its first author', async () => {
    const { folder, git, add, merge } = makeDataRepository();
    await add('maintainer@example.org', 'base.json', '0');
    git('checkout', '--quiet', '-b', 'many');
    for (const name of ['one', 'two', 'three']) await add(`${name}@example.org`, `${name}.json`, name);
    git('checkout', '--quiet', 'main');
    merge('many');
    const order = await orderOf(folder, ['one.json', 'two.json', 'three.json']);
    expect([...order.keys()]).toEqual(['one.json', 'two.json', 'three.json']);
    expect(new Set([...order.values()].map(({ owner }) => owner)).size).toBe(1);
  });

  it('keeps the owner of a content that is moved, renamed, copied or added again', async () => {
    const { root, folder, git, add, commit } = makeDataRepository();
    await add('a@example.org', 'suite-1/one.json', 'content');
    await add('b@example.org', 'suite-1/two.json', 'other');
    const { owner } = (await orderOf(folder, ['suite-1/one.json'])).get('suite-1/one.json')!;
    await mkdir(join(root, 'data/suite-2'));
    await rename(join(root, 'data/suite-1/one.json'), join(root, 'data/suite-2/new.json'));
    commit('c@example.org');
    await add('d@example.org', 'suite-1/copy.json', 'content');
    git('rm', '--quiet', '-r', 'data/suite-2');
    commit('e@example.org');
    await add('f@example.org', 'suite-2/again.json', 'content');
    const paths = ['suite-1/copy.json', 'suite-1/two.json', 'suite-2/again.json'];
    const order = await orderOf(folder, paths);
    expect(order.get('suite-1/copy.json')).toEqual({ addedOrder: 0, owner });
    expect(order.get('suite-2/again.json')).toEqual({ addedOrder: 1, owner });
    expect(order.get('suite-1/two.json')?.owner).not.toBe(owner);
    // Who has only copied has no id of an own; a first file of their own gives them one.
    await add('d@example.org', 'suite-1/own.json', 'own');
    expect((await orderOf(folder, ['suite-1/own.json'])).get('suite-1/own.json')?.owner).not.toBe(owner);
  });

  it('counts what is not committed as the newest', async () => {
    const { folder, git, write, add } = makeDataRepository();
    await write('a.json', 'no commit at all');
    expect((await orderOf(folder, ['a.json'])).get('a.json')).toEqual({
      addedOrder: 0,
      owner: 'uncommitted',
    });
    await add('a@example.org', 'b.json', 'committed');
    await write('staged.json', 'only staged');
    git('add', '--all');
    await write('0.json', 'not even staged');
    const order = await orderOf(folder, ['0.json', 'a.json', 'b.json', 'staged.json']);
    expect([...order].map(([path, { owner }]) => [path, owner === 'uncommitted'])).toEqual([
      ['a.json', false],
      ['b.json', false],
      ['0.json', true],
      ['staged.json', true],
    ]);
  });

  it('is not deceived by hostile names and addresses', async () => {
    const { folder, add } = makeDataRepository();
    const name = '\n:000000 100644 0 1 A\t>"é.json';
    await add('a> :x@example.org', name, '1');
    await add('b@example.org', 'b.json', '2');
    const order = await orderOf(folder, [name, 'b.json']);
    expect([...order.keys()]).toEqual([name, 'b.json']);
    expect([...order.values()].every(({ owner }) => /^[0-9a-f]{16}$/.test(owner))).toBe(true);
  });

  it('knows an account of GitHub by both of its hidden addresses', async () => {
    const { folder, add } = makeDataRepository();
    await add('1234+Jane@users.noreply.github.com', 'a.json', '1');
    await add('jane@users.noreply.github.com', 'b.json', '2');
    await add('jane@users.noreply.github.com.example.org', 'c.json', '3');
    await add('1234+jane@example.org', 'd.json', '4');
    const order = await orderOf(folder, ['a.json', 'b.json', 'c.json', 'd.json']);
    const [a, b, ...others] = [...order.values()].map(({ owner }) => owner);
    expect(b).toBe(a);
    expect(new Set([a, ...others]).size).toBe(3);
  });

  it('knows nothing of an account from what is added later', async () => {
    const { folder, add } = makeDataRepository();
    await add('jane@users.noreply.github.com', 'a.json', '1');
    await add('1234+doe@users.noreply.github.com', 'b.json', '2');
    const before = await orderOf(folder, ['a.json', 'b.json']);
    await add('1234+jane@users.noreply.github.com', 'c.json', '3');
    await add('5678+jane@users.noreply.github.com', 'd.json', '4');
    await add('9+roe@users.noreply.github.com', 'e.json', '5');
    const order = await orderOf(folder, ['a.json', 'b.json', 'c.json', 'd.json', 'e.json']);
    expect([...order].slice(0, 2)).toEqual([...before]);
    const [a, b, c, ...others] = [...order.values()].map(({ owner }) => owner);
    expect(c).toBe(b);
    expect(new Set([a, b, ...others]).size).toBe(4);
  });

  it('is not known without git', async () => {
    const { folder, add } = makeDataRepository();
    await add('a@example.org', 'a.json', '1');
    vi.stubEnv('PATH', folder);
    expect(await readHistory(folder)).toBeNull();
  });

  it('is that of the commits, whatever replaces or grafts them', async () => {
    const { root, folder, git, add } = makeDataRepository();
    for (const name of ['a', 'b', 'c']) await add(`${name}@example.org`, `${name}.json`, name);
    const before = await readHistory(folder);
    git('replace', '--graft', 'HEAD~1');
    expect(await readHistory(folder)).toEqual(before);
    git('replace', '--delete', git('rev-parse', 'HEAD~1').trim());
    await writeFile(join(root, '.git/info/grafts'), git('rev-parse', 'HEAD~1'));
    expect(git('rev-list', '--count', 'HEAD').trim()).toBe('2');
    expect(await readHistory(folder)).toEqual(before);
  });

  it('is the same in a clone without contents, fetches none, and is null if it needs them', async () => {
    const { root, folder, git, add } = makeDataRepository();
    for (const name of ['a', 'b']) await add(`${name}@example.org`, `${name}.json`, name);
    git('config', 'uploadpack.allowFilter', 'true');
    const clone = async (name: string) => {
      git('clone', '--quiet', '--filter=blob:none', '--no-local', `file://${root}`, name);
      git('-C', name, 'config', 'remote.origin.url', join(root, 'none'));
      return readHistory(join(root, name, 'data'));
    };
    expect(await clone('one')).toEqual(await readHistory(folder));
    // Whether this is the same result in another form, only the former content tells.
    await add('b@example.org', 'a.json', 'a\n');
    expect(await clone('two')).toBeNull();
  });

  it('takes an account of GitHub that was renamed for one, and a mailbox with different tags', async () => {
    const { folder, add } = makeDataRepository();
    const addresses = [
      [
        '1234+jane@users.noreply.github.com',
        '1234+doe@users.noreply.github.com',
        'doe@users.noreply.github.com',
      ],
      ['jane@example.org', 'jane+1@example.org', 'Jane+two@example.org'],
      ['j.ane@gmail.com', 'jane+x@gmail.com', 'jane@googlemail.com'],
      ['5678+roe@users.noreply.github.com'],
      ['j.ane@example.org'],
      ['+1@example.org'],
    ];
    const paths = addresses.flat().map((_, index) => `${index}.json`);
    for (const [index, address] of addresses.flat().entries())
      await add(address, `${index}.json`, `${index}`);
    const order = await orderOf(folder, paths);
    const owners = paths.map((path) => order.get(path)!.owner);
    const firsts = addresses.map((_, group) => owners[addresses.slice(0, group).flat().length]);
    expect(new Set(firsts).size).toBe(addresses.length);
    expect(owners).toEqual(addresses.flatMap((group, index) => group.map(() => firsts[index])));
  });

  it('takes the author of a squashed branch alone, whoever wrote its commits or is named as a co-author', async () => {
    const { folder, git, add, write } = makeDataRepository();
    await add('maintainer@example.org', 'base.json', '0');
    git('checkout', '--quiet', '-b', 'branch');
    await add('one@example.org', 'a.json', '1', '1990-01-01T00:00:00Z');
    await add('two@example.org', 'b.json', '2', '2090-01-01T00:00:00Z');
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', '--squash', 'branch');
    const trailer = 'x\n\nCo-authored-by: Two <two@example.org>';
    git('commit', '--quiet', '--author', 'Opener <opener@example.org>', '--message', trailer);
    await add('two@example.org', 'c.json', '3');
    await write('mine.json', '4');
    const order = await orderOf(folder, ['a.json', 'b.json', 'c.json', 'mine.json', 'base.json']);
    const ownerOf = (path: string) => order.get(path)!.owner;
    expect(ownerOf('a.json')).toBe(ownerOf('b.json'));
    expect(new Set(['base.json', 'a.json', 'c.json', 'mine.json'].map(ownerOf)).size).toBe(4);
    expect(order.get('mine.json')?.addedOrder).toBe(4);
  });

  it('keeps owners and order when history is rewritten, reverted and applied again', async () => {
    const { folder, git, add } = makeDataRepository();
    await add('a@example.org', 'a.json', '1');
    await add('b@example.org', 'b.json', '2');
    await add('c@example.org', 'c.json', '3');
    const paths = ['a.json', 'b.json', 'c.json'];
    const before = await orderOf(folder, paths);
    git('revert', '--no-edit', 'HEAD~1');
    git('revert', '--no-edit', 'HEAD');
    expect(await orderOf(folder, paths)).toEqual(before);
    git('rebase', '--quiet', '--root', '--force-rebase');
    expect(await orderOf(folder, paths)).toEqual(before);
  });

  it('gives an octopus merge and one of an unrelated history to one owner each', async () => {
    const { folder, git, add } = makeDataRepository();
    await add('maintainer@example.org', 'base.json', '0');
    for (const name of ['one', 'two', 'three']) {
      git('checkout', '--quiet', '-b', name, 'main');
      await add(`${name}@example.org`, `${name}.json`, name);
    }
    git('checkout', '--quiet', '--orphan', 'other');
    git('rm', '-r', '--quiet', '--cached', '.');
    await rm(folder, { recursive: true });
    await add('other@example.org', 'other.json', '5');
    await add('puppet@example.org', 'puppet.json', '6');
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', '--no-ff', '--no-edit', 'one', 'two', 'three');
    git('merge', '--quiet', '--no-edit', '--allow-unrelated-histories', 'other');
    const paths = ['base.json', 'one.json', 'two.json', 'three.json', 'other.json', 'puppet.json'];
    const order = await orderOf(folder, paths);
    expect(new Set(paths.map((path) => order.get(path)!.owner)).size).toBe(3);
    expect(paths.slice(1, 4).map((path) => order.get(path)!.owner)).toEqual(
      Array(3).fill(order.get('one.json')?.owner),
    );
    expect([...order.keys()][0]).toBe('base.json');
  });

  it('is the same in a worktree, and counts files that a submodule or an ignored folder holds as not committed', async () => {
    const { root, folder, git, add } = makeDataRepository();
    await add('a@example.org', 'a.json', '1');
    await add('b@example.org', 'b.json', '2');
    git('worktree', 'add', '--quiet', '--detach', 'beside');
    expect(await readHistory(join(root, 'beside/data'))).toEqual(await readHistory(folder));
    const module = makeDataRepository();
    await module.add('c@example.org', 'c.json', '3');
    git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', module.root, 'data/module');
    git('commit', '--quiet', '--message', 'module');
    await writeFile(join(root, '.gitignore'), 'data/out\n');
    await mkdir(join(folder, 'out'));
    await writeFile(join(folder, 'out/d.json'), '4');
    const order = await orderOf(folder, ['out/d.json', 'module/data/c.json', 'a.json']);
    expect([...order].map(([path, { owner }]) => [path, /^[0-9a-f]{16}$/.test(owner)])).toEqual([
      ['a.json', true],
      ['module/data/c.json', false],
      ['out/d.json', false],
    ]);
  });

  it('is the same whatever the user has set', async () => {
    const { folder, git, write, commit } = makeDataRepository();
    await write('a.json', '1');
    await write('b.json', '2');
    commit('a@example.org');
    const before = await readHistory(folder);
    expect(before?.additions.size).toBe(2);
    await write('../order', '*b.json\n');
    const settings = {
      'log.showRoot': 'false',
      'log.follow': 'true',
      'diff.orderFile': join(folder, '../order'),
    };
    for (const [name, value] of Object.entries(settings)) {
      git('config', name, value);
      expect(await readHistory(folder), name).toEqual(before);
    }
  });

  it('knows a person by every address that the maintainers list in .mailmap, and by no other list', async () => {
    const { root, folder, git, add } = makeDataRepository();
    await add('old@example.org', 'a.json', '1');
    await add('new@example.org', 'b.json', '2');
    await add('other@example.org', 'c.json', '3');
    const owners = async () =>
      [...(await orderOf(folder, ['a.json', 'b.json', 'c.json'])).values()].map(({ owner }) => owner);
    const before = await owners();
    expect(new Set(before).size).toBe(3);
    await writeFile(join(root, 'mine'), 'X <old@example.org> <other@example.org>\n');
    git('config', 'mailmap.file', join(root, 'mine'));
    expect(await owners()).toEqual(before);
    await writeFile(join(root, '.mailmap'), 'Somebody <old@example.org> <new@example.org>\n');
    expect(await owners()).toEqual([before[0], before[0], before[2]]);
  });

  it('is that of the folder where git names another repository for the whole process, as in its hooks', async () => {
    const { root, folder, add } = makeDataRepository();
    await add('a@example.org', 'a.json', '1');
    const other = makeDataRepository();
    const before = await readHistory(folder);
    vi.stubEnv('GIT_DIR', join(other.root, '.git'));
    vi.stubEnv('GIT_INDEX_FILE', join(root, 'none'));
    vi.stubEnv('GIT_WORK_TREE', other.root);
    expect(await readHistory(folder)).toEqual(before);
  });

  it('is null in a shallow clone and outside a checkout; then the times of the files decide', async () => {
    const { root, git, add } = makeDataRepository();
    await add('a@example.org', 'a.json', '1');
    await add('b@example.org', 'b.json', '2');
    git('clone', '--quiet', '--depth=1', `file://${root}`, 'clone');
    expect(await readHistory(join(root, 'clone/data'))).toBeNull();
    const outside = await folderWith({});
    expect(await readHistory(outside)).toBeNull();
    await rm(outside, { recursive: true });
    const files = [
      { path: 'a', finishedAt: '2026-11-02T00:00:00.5Z' },
      { path: 'b', finishedAt: '2026-11-02T00:00:00Z' },
    ];
    expect([...addedOf(null, files)]).toEqual([
      ['b', { addedOrder: 0, owner: 'unknown' }],
      ['a', { addedOrder: 1, owner: 'unknown' }],
    ]);
  });
});
