import { expect, it } from 'vitest';
import { latinName, visibleText } from '../../data/contract/characters.ts';
import { portablePattern } from './portable-pattern.ts';
import { schemaText } from './schemas.ts';

/** The parts of a schema that a test looks at. */
interface Schema {
  properties: Record<string, Schema>;
  items: Schema;
  required: string[];
  anyOf: Schema[];
}

it('requires every field of a submission of the newest version, and of a leaderboard', () => {
  const submission: Schema = JSON.parse(schemaText('submission.schema.json'));
  const { cell } = submission.properties.results!.items.properties;
  expect(cell!.required).toContain('sequenceLength');
  expect(cell!.required).toContain('languageModel');
  const leaderboard: Schema = JSON.parse(schemaText('leaderboard.schema.json'));
  expect(leaderboard.properties.rows!.items.required).toEqual(
    expect.arrayContaining(['languageModel', 'check', 'sequenceLength']),
  );
});

const names = ['submission.schema.json', 'leaderboard.schema.json'] as const;

it.each(names)('has patterns in %s that Python, Go and Java read, in ASCII', (name) => {
  const text = schemaText(name);
  expect(text).toMatch(/^[\x20-\x7e\n]+$/);
  const patterns = new Set(text.match(/(?<="pattern": )".*"/g)?.map((json) => JSON.parse(json) as string));
  expect(patterns.size).toBeGreaterThan(3);
  for (const pattern of patterns) {
    expect(pattern).not.toMatch(/\\[pPuxk]|\(\?<|\(\?[!=]/);
    expect(() => new RegExp(pattern)).not.toThrow();
  }
});

it.each([
  ['visible text', visibleText],
  ['names', latinName],
])('allows in %s what the contract allows, and refuses what is invisible', (_, form) => {
  const portable = new RegExp(portablePattern(form.source));
  const characters = Array.from({ length: 0x10000 }, (_char, code) => String.fromCharCode(code));
  const decided = characters.filter((one) => /[^\p{Cs}\p{Cn}]/u.test(one));
  expect(decided.length).toBeGreaterThan(55_000);
  expect(decided.filter((one) => portable.test(one) !== form.test(one))).toEqual([]);
  expect([portable.test('RTX 4090'), portable.test('a\u202eb'), portable.test('a\u0000')]).toEqual([
    true,
    false,
    false,
  ]);
});
