import { readFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCHEMA_VERSION } from '../../data/contract/words.ts';
import { makeDataRepository } from '../testing/data-repository.ts';
import { named, submission, vgg } from '../testing/samples.ts';
import { readHistory } from './history.ts';

const content = submission([vgg(20)]);
const [path] = named(content);
const text = `${JSON.stringify(content, null, 2)}\n`;
const crlf = text.replaceAll('\n', '\r\n');

/** Dave's result, after one of Alice; both belong to whoever they belong to from then on. */
async function repository(first = text) {
  const made = makeDataRepository();
  await made.add('alice@example.org', 'suite-1/alice.json', '{"alice":1}');
  await made.add('dave@example.org', path, first);
  const additionOf = async (of = path) => (await readHistory(made.folder))!.additions.get(of)!;
  return { ...made, additionOf, dave: await additionOf() };
}

describe('a result', () => {
  it.each([
    ['line ends', crlf, path, text],
    ['line ends of Windows', text, path, crlf],
    ['another indent', text, path, JSON.stringify(content)],
    ['another name', text, 'suite-1/other.json', text],
    ['another name and form', crlf, 'suite-1/other--12345678.json', JSON.stringify(content, null, 8)],
    [
      'the order of its fields',
      text,
      path,
      JSON.stringify(Object.fromEntries(Object.entries(content).reverse())),
    ],
  ])('keeps its place and owner when a maintainer gives it %s', async (_, before, to, after) => {
    const { additionOf, dave, folder, write, commit } = await repository(before);
    if (to !== path) await rename(join(folder, path), join(folder, to));
    await write(to, after);
    commit('maintainer@example.org');
    expect(await additionOf(to)).toEqual(dave);
  });

  it('keeps them in a newer version of the format', async () => {
    const golden = (version: number) =>
      readFileSync(
        join(import.meta.dirname, `../../data/contract/migrations/golden/submission-${version}.json`),
        'utf8',
      );
    const { additionOf, dave, add } = await repository(golden(1));
    await add('maintainer@example.org', path, golden(SCHEMA_VERSION));
    expect(await additionOf()).toEqual(dave);
  });

  it('keeps them when one commit of a merge removes it and another adds it in another form', async () => {
    const { additionOf, dave, git, add, commit, merge } = await repository();
    git('checkout', '--quiet', '-b', 'mallory');
    git('rm', '--quiet', `data/${path}`);
    commit('mallory@example.org');
    await add('mallory@example.org', 'suite-1/mine.json', JSON.stringify(content));
    git('checkout', '--quiet', 'main');
    merge('mallory');
    expect(await additionOf('suite-1/mine.json')).toEqual(dave);
  });

  it('is not taken over by a copy in another form, which comes later', async () => {
    const { additionOf, dave, add } = await repository();
    await add('mallory@example.org', 'suite-1/mine.json', JSON.stringify(content));
    await add('mallory@example.org', 'suite-2/mine.json', JSON.stringify(content, null, 8));
    expect(await additionOf()).toEqual(dave);
    const copy = await additionOf('suite-1/mine.json');
    expect(copy.owner).not.toBe(dave.owner);
    expect(copy.position).toBeGreaterThan(dave.position);
    // The same bytes under its own name, but with other line ends, is the same result.
    await add('mallory@example.org', `suite-3/${path.split('/')[1]}`, crlf);
    expect(await additionOf(`suite-3/${path.split('/')[1]}`)).toEqual(dave);
  });

  it('has a new place and the owner who changed it if its values change, or its name lies', async () => {
    const { additionOf, dave, add, write, commit } = await repository();
    const other = text.replace('"seed": 1', '"seed": 2');
    expect(other).not.toBe(text);
    await add('mallory@example.org', path, other);
    const changed = await additionOf();
    expect(changed.owner).not.toBe(dave.owner);
    expect(changed.position).toBeGreaterThan(dave.position);
    // Whoever restores it gives it back.
    await add('maintainer@example.org', path, text);
    expect(await additionOf()).toEqual(dave);
    await write('suite-2/huge.json', ' '.repeat(2 ** 22));
    await write(`suite-2/${path.split('/')[1]}`, '{"not":"json"');
    commit('mallory@example.org');
    expect((await additionOf(`suite-2/${path.split('/')[1]}`)).owner).not.toBe(dave.owner);
    expect(await additionOf()).toEqual(dave);
  });

  it('that is removed and added again by another person stays with the first, also in another form', async () => {
    const { additionOf, dave, git, commit, add } = await repository();
    git('rm', '--quiet', `data/${path}`);
    commit('maintainer@example.org');
    await add('mallory@example.org', path, crlf);
    expect(await additionOf()).toEqual(dave);
  });

  it('is followed the same way by every later history', async () => {
    const { folder, git, add } = await repository(crlf);
    await add('maintainer@example.org', path, text);
    await add('mallory@example.org', 'suite-1/mine.json', JSON.stringify(content));
    const before = (await readHistory(folder))!.additions;
    git('rm', '--quiet', 'data/suite-1/alice.json');
    await add('mallory@example.org', 'suite-1/again.json', JSON.stringify(content, null, 8));
    await add('mallory@example.org', 'suite-1/mine.json', '{"mallory":1}');
    const after = (await readHistory(folder))!.additions;
    expect(after.get(path)).toEqual(before.get(path));
    expect((await readHistory(folder, { commit: 'HEAD~2' }))!.additions).toEqual(before);
  });
});
