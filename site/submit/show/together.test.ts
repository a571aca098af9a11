import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { Entry } from '../check/queue.ts';
import type { Acceptance } from '../check/report.ts';
import { Together } from './Together.tsx';

const repository = { owner: 'org', name: 'trainmark', branch: 'main' };

const accepted = (id: number, path: string, known = false): Entry => ({
  id,
  latest: true,
  state: {
    step: 'accepted',
    name: `${id}.json`,
    report: { path, text: '{}' } as Acceptance,
    places: known ? { step: 'known', path } : { step: 'failed', reason: 'offline' },
  },
});
const markup = (entries: Entry[]) => renderToStaticMarkup(createElement(Together, { entries, repository }));

it('leads to one pull request for files of one folder, each content once', () => {
  const text = markup([
    accepted(1, 'data/submissions/suite-1/a.json'),
    accepted(2, 'data/submissions/suite-1/b.json'),
    accepted(3, 'data/submissions/suite-1/b.json'),
    accepted(4, 'data/submissions/suite-1/c.json', true),
  ]);
  expect(text).toContain('Send all 2 in one pull request');
  expect(text).toContain('href="https://github.com/org/trainmark/fork"');
  expect(text).toContain('https://github.com/YOU/trainmark/upload/main/data/submissions/suite-1');
});

it('is not offered for a single file, nor for files of several folders', () => {
  expect(markup([accepted(1, 'data/submissions/suite-1/a.json')])).toBe('');
  expect(
    markup([accepted(1, 'data/submissions/suite-1/a.json'), accepted(2, 'data/submissions/suite-2/a.json')]),
  ).toBe('');
});
