import { describe, expect, it } from 'vitest';
import { MOST_ADDED, parseChanges, sortChanges } from './changes.ts';

const blob = 'a'.repeat(40);
const none = '0'.repeat(40);
const raw = (...changes: readonly [letter: string, mode: string, path: string][]): Buffer =>
  Buffer.from(
    changes.map(([letter, mode, path]) => `:000000 ${mode} ${none} ${blob} ${letter}\0${path}\0`).join(''),
  );

const sorted = (...changes: readonly [letter: string, mode: string, path: string][]) =>
  sortChanges(parseChanges(raw(...changes)));

const good = 'data/submissions/suite-1/amd-epyc-24gb-debian-gnu-linux--2026-11-22--1bdd07b6.json';

describe('sortChanges', () => {
  it('reads added results only', () => {
    expect(sorted(['A', '100644', good])).toEqual({
      added: [{ path: good, blob }],
      problems: [],
      touched: [],
      lost: [],
      others: [],
    });
    expect(sorted(['M', '100644', good]).touched).toEqual([`changed ${good}`]);
    expect(sorted(['D', '000000', good]).touched).toEqual([`removed ${good}`]);
    expect(sorted(['T', '120000', good]).touched).toEqual([`changed ${good}`]);
    for (const letter of ['M', 'D', 'T']) expect(sorted([letter, '100644', good]).lost).toEqual([good]);
    expect(sorted(['A', '100644', 'package.json'], ['M', '100644', '.npmrc']).others).toEqual([
      'added package.json',
      'changed .npmrc',
    ]);
  });

  it.each([
    ['120000', /^is a symbolic link; add the file itself$/],
    ['160000', /^is a submodule; add the file itself$/],
    ['100755', /^is marked as a program; run/],
    ['100664', /^has the mode 100664; add a regular file$/],
  ])('refuses the mode %s', (mode, message) => {
    const { added, problems } = sorted(['A', mode, good]);
    expect(added).toEqual([]);
    expect(problems).toEqual([{ path: good, field: 'file', message: expect.stringMatching(message) }]);
  });

  it.each([
    'data/submissions/suite-1/a\nb.json',
    'data/submissions/suite-1/a"b.json',
    "data/submissions/suite-1/a'b.json",
    'data/submissions/suite-1/$(touch x).json',
    'data/submissions/suite-1/`id`.json',
    'data/submissions/suite-1/--upload-pack=x.json',
    'data/submissions/suite-1/-rf.json',
    'data/submissions/suite-1/../../../etc/x.json',
    'data/submissions/../../x.json',
    'data/submissions/suite-1/..json',
    'data/submissions/suite-1//x.json',
    'data/submissions//etc/passwd.json',
    'data/submissions/suite-1/.git/config.json',
    'data/submissions/.git/hooks/x.json',
    'data/submissions/suite-1/A.json',
    'data/submissions/suite-1/x.JSON',
    'data/submissions/suite-1/x.json\u202e',
    'data/submissions/suite-1/x\u200b.json',
    'data/submissions/suite-1/\u0430md.json',
    'data/submissions/suite-1/x.json::$DATA',
    'data/submissions/suite-1/con\\x.json',
    'data/submissions/suite-1/::error::x.json',
    'data/submissions/suite-1/x.json/y.json',
    'data/submissions/suite-x/x.json',
    'data/submissions/x.json',
    'data/submissions/suite-1/x.ts',
    'data/submissions/suite-1/x.json.partial',
    `data/submissions/suite-1/${'a'.repeat(240)}.json`,
    'data/submissions/suite-1/\ufffd.json',
  ])('refuses the name %j with one printable line', (path) => {
    const { added, problems } = sorted(['A', '100644', path]);
    expect(added).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toMatch(/[\u200b\u202e]/);
    expect(problems[0]!.path).not.toMatch(/\n/);
  });

  it.each([
    '/etc/passwd',
    '../data/submissions/suite-1/x.json',
    'DATA/submissions/suite-1/x.json',
    '-x',
    '::error::x',
    'x\n::set-output name=a::b',
  ])('only names what is elsewhere: %j', (path) => {
    const { added, problems, others } = sorted(['A', '100644', path]);
    expect([added, problems]).toEqual([[], []]);
    expect(others).toHaveLength(1);
    expect(others[0]).toMatch(/^added [^\n]+$/);
  });

  it('keeps a bound on the number of results', () => {
    const many = Array.from({ length: MOST_ADDED + 3 }, (_, i): [string, string, string] => [
      'A',
      '100644',
      `data/submissions/suite-1/x${i}.json`,
    ]);
    const { added, problems } = sorted(...many);
    expect(added).toHaveLength(MOST_ADDED);
    const message = `and 2 more are beyond the ${MOST_ADDED} results of a pull request; add them in another`;
    expect(problems).toEqual([
      { path: `data/submissions/suite-1/x${MOST_ADDED}.json`, field: 'file', message },
    ]);
  });

  it('takes the time of its length for a hostile name', () => {
    const names = ['a-'.repeat(50_000), 'a'.repeat(100_000), 'a.'.repeat(50_000), '-'.repeat(100_000)];
    for (const name of names)
      expect(sorted(['A', '100644', `data/submissions/suite-1/${name}`]).problems).toHaveLength(1);
  });
});
