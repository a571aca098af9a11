import { describe, expect, it } from 'vitest';
import { commandsOf, linksOf, MOST_LINK, toRepository } from './repository.ts';

const repository = { owner: 'org', name: 'trainmark', branch: 'main' };
const path = 'data/submissions/suite-1/amd-epyc-24gb--2026-11-22--1bdd07b6.json';

it('knows the pages of GitHub only', () => {
  expect(toRepository('https://github.com/org/trainmark')).toEqual(repository);
  expect(toRepository('https://example.org/org/trainmark')).toBeNull();
  expect(toRepository(null)).toBeNull();
});

describe('linksOf', () => {
  it('fills in the name and the content of a short file', () => {
    const text = '{\n "name": "a&b=c d+é"\n}\n';
    const { filled, blank } = linksOf(repository, path, text);
    const url = new URL(filled!);
    expect(url.origin + url.pathname).toBe(
      'https://github.com/org/trainmark/new/main/data/submissions/suite-1',
    );
    expect(Object.fromEntries(url.searchParams)).toEqual({
      filename: 'amd-epyc-24gb--2026-11-22--1bdd07b6.json',
      value: text,
    });
    expect(new URL(blank).searchParams.has('value')).toBe(false);
  });

  it('never makes a link that GitHub refuses', () => {
    const room = MOST_LINK - linksOf(repository, path, '').blank.length - '&value='.length;
    expect(linksOf(repository, path, 'x'.repeat(room)).filled).toHaveLength(MOST_LINK);
    expect(linksOf(repository, path, 'x'.repeat(room + 1)).filled).toBeNull();
    expect(linksOf(repository, path, '"'.repeat(room / 3 + 1)).filled).toBeNull();
  });

  it('adds exactly this file with git', () => {
    const links = linksOf(repository, path, '');
    expect(commandsOf(links, repository, path).split('\n')).toContain(`git add ${path}`);
    expect(links.upload).toBe('https://github.com/YOU/trainmark/upload/main/data/submissions/suite-1');
  });
});
