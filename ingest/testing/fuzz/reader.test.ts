/** @file Zod and the fast reader agree on every file: which are valid, what their values are, in which order their fields. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parseJson } from '../../../data/contract/json.ts';
import { gapSchema, rowSchema } from '../../../data/contract/leaderboard.ts';
import { publishedSchema } from '../../../data/contract/published.ts';
import { INVALID } from '../../../data/contract/schema/read.ts';
import { reader } from '../../../data/contract/schema/reader.ts';
import { submissionSchema } from '../../../data/contract/submission.ts';
import { toLeaderboard } from '../../leaderboard.ts';
import { type Random, randomFrom } from '../random.ts';
import { drawHonest } from './honest.ts';
import { malformed } from './malformed.ts';
import { committedFiles, templatesOf } from './templates.ts';

const committed = committedFiles();
const templates = templatesOf(committed);

function submissionOf(random: Random) {
  for (;;) {
    const drawn = drawHonest(random, templates, random.chance(0.5));
    if (drawn !== null) return drawn.submission;
  }
}

/** Whether a value is valid, if both say the same. */
function agreed(schema: z.ZodType, value: unknown): boolean {
  const byZod = schema.safeParse(value);
  const read = reader(schema)(value);
  expect(read !== INVALID).toBe(byZod.success);
  if (byZod.success) expect(JSON.stringify(read)).toBe(JSON.stringify(byZod.data));
  return byZod.success;
}

describe('the reader of a schema', () => {
  it('agrees with Zod on malformed submissions', () => {
    const random = randomFrom(77);
    const valid = Array.from({ length: 160 }, (_, number) => {
      const json = parseJson(malformed(random, submissionOf(random)), `${number}`);
      return json.ok ? agreed(submissionSchema, json.value) : null;
    });
    expect(valid.filter((one) => one === true).length).toBeGreaterThan(20);
    expect(valid.filter((one) => one === false).length).toBeGreaterThan(20);
  });

  it('agrees with Zod on the rows and gaps of a leaderboard with changed values', () => {
    const computed = toLeaderboard(committed, [], Date.parse('2026-12-10'));
    if (!computed.ok) throw new Error(computed.problems[0]!.message);
    const random = randomFrom(78);
    const { rows, gaps } = computed.value;
    const every = rows.map((row) => [rowSchema, row] as const);
    const all: (readonly [z.ZodType, object])[] = [...every, ...gaps.map((gap) => [gapSchema, gap] as const)];
    for (const [schema, value] of all) {
      expect(agreed(schema, value)).toBe(true);
      const field = random.pick(Object.keys(value));
      agreed(schema, { ...value, [field]: random.pick([null, -1, 2 ** 60, '', 'A b', [], {}, undefined]) });
    }
  });

  it.each<[string, z.ZodType, unknown[]]>([
    ['a file of published results', publishedSchema, [{}, null, [], { kind: 'published' }]],
    ['numbers', z.number().gt(1).lte(5), [1, 1.5, 5, 6, Number.NaN, '2', null]],
    ['whole numbers', z.int(), [1, 1.5, -0, 2 ** 53, -(2 ** 53) + 1]],
    ['texts', z.string().length(2), ['', 'a', 'ab', 'abc', 1]],
    ['patterns with a state', z.string().regex(/^a/g), ['a', 'a', 'b', 'ab']],
    ['times', z.iso.datetime({ offset: false }), ['2026-02-30T00:00:00Z', '2026-02-03T00:00:00Z', 'x']],
    [
      'fields that may be absent',
      z.strictObject({ a: z.int().optional(), b: z.null() }),
      [{ b: null }, { a: 1, b: null }, { a: undefined, b: null }, { b: null, c: 1 }, {}, []],
    ],
    ['other fields', z.object({ a: z.int() }), [{ a: 1, b: 2 }, { b: 2 }]],
    [
      'fields in another order',
      z.strictObject({ a: z.int(), b: z.int().optional(), c: z.strictObject({ x: z.int(), y: z.int() }) }),
      [
        { a: 1, c: { x: 1, y: 2 } },
        { a: 1, b: 2, c: { x: 1, y: 2 } },
        { c: { x: 1, y: 2 }, b: 2, a: 1 },
        { a: 1, c: { x: 1, y: 2 }, b: 3 },
        { a: 1, c: { y: 1, x: 2 }, b: 3 },
        { a: 1, c: { y: 1, x: 2 }, b: 'x' },
        { a: 1, c: { x: 1, y: 2 }, b: 'x' },
        { a: 1, c: { y: 1, x: 2 }, d: 4 },
        { a: 1, c: { x: 1, y: 2 }, d: 4 },
        { a: 1, b: 2 },
        { b: 2, c: { x: 1, y: 2 } },
      ],
    ],
    [
      'lists of fields in another order',
      z.array(z.object({ a: z.int(), b: z.string().regex(/^\w+$/) })),
      [
        [{ a: 1, b: 'x' }],
        [
          { a: 1, b: 'x' },
          { b: 'y', a: 2 },
        ],
        [{ b: 'y', a: 2, c: 3 }],
        [{ b: '-', a: 2 }],
      ],
    ],
    ['defaults, which are left to Zod', z.object({ a: z.int().default(4) }), [{}, { a: 2 }, { a: 'x' }]],
    ['records of a closed list', z.record(z.enum(['a', 'b']), z.int()), [{ a: 1 }, { a: 1, b: 2 }, { c: 1 }]],
    ['tuples', z.tuple([z.int(), z.string()]), [[1, 'a'], [1], ['a', 1], [1, 'a', 2]]],
    ['lists with a rule of their own', z.array(z.int()).refine((list) => list.length !== 2), [[1], [1, 2]]],
  ])('agrees with Zod on %s', (_, schema, values) => {
    for (const value of values) agreed(schema, value);
  });
});
