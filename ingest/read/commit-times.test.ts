import { expect, it } from 'vitest';
import { makeRepository } from '../testing/repository.ts';
import { readCommitTimes } from './commit-times.ts';

const DATE = '2026-12-05T10:00:00Z';

it('a file is as old as the commit of main that has it, not as a commit of a branch or the file says', async () => {
  const repository = makeRepository(DATE);
  await repository.write('first.json', '{"startedAt":"2026-11-22"}');
  repository.commit();
  repository.git('switch', '--quiet', '-c', 'branch');
  await repository.write('second.json', '{"startedAt":"2026-11-23"}');
  repository.commit({ email: 'liar@example.org', date: '2026-11-23T10:00:00Z' });
  repository.git('switch', '--quiet', 'main');
  repository.git('merge', '--quiet', '--no-ff', '-m', 'Merge', 'branch');
  await repository.write('third.json', '{}');
  const times = await readCommitTimes(repository.root);
  expect(times).toEqual(
    new Map([
      ['first.json', Date.parse(DATE)],
      ['second.json', Date.parse(DATE)],
    ]),
  );
});
