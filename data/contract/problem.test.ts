import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { compareProblems, formatProblem, MAX_PROBLEMS, printable, toProblems } from './problem.ts';
import { count, finite, name, slug, text } from './words.ts';

const schema = z.strictObject({
  count: count(1, 5),
  day: z.iso.date(),
  instant: z.iso.datetime({ offset: false }),
  name: text(10),
  device: name(10),
  id: slug(10),
  share: finite(0, 1),
  outcome: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('ok') }),
    z.strictObject({ status: z.literal('failed'), reason: z.string() }),
  ]),
  setting: z.union([z.boolean(), z.number()]),
  kind: z.enum(['cpu', 'gpu']),
  samples: z.array(z.int()).min(1).max(2),
});

const good = {
  count: 1,
  day: '2026-11-22',
  instant: '2026-11-22T12:00:00.000Z',
  name: 'a name',
  device: 'Core™ é®',
  id: 'a-b',
  share: 0.5,
  outcome: { status: 'ok' },
  setting: true,
  kind: 'cpu',
  samples: [1],
};

function say(value: unknown, remedy: string | null = null): string[] {
  const checked = schema.safeParse(value, { reportInput: true });
  return checked.success ? [] : toProblems('a.json', checked.error.issues, remedy).map(formatProblem);
}

describe('toProblems', () => {
  it.each([
    [{ count: 1.5 }, 'count: is 1.5, but must be a whole number; correct it'],
    [{ count: 9 }, 'count: is 9, but must be at most 5; correct it'],
    [{ count: -1e300 }, 'count: is -1e+300, but must be at least 1; correct it'],
    [{ count: undefined }, 'count: is missing, but must be a number; add it'],
    [{ day: 'x' }, 'day: is "x", but must be a date, YYYY-MM-DD; correct it'],
    [
      { instant: '2026' },
      'instant: is "2026", but must be a time in UTC, like 2026-11-22T12:00:00.000Z; correct it',
    ],
    [{ name: '' }, 'name: is "" and is empty; write a text'],
    [{ name: 'x'.repeat(11) }, 'name: is "xxxxxxxxxxx" and is longer than 10 characters; shorten it'],
    [
      { name: 'a\u202eb' },
      'name: is "a\\u{202e}b" and contains U+202E, an invisible character; remove it, or write a space',
    ],
    [
      { name: 'a\u00a0b' },
      'name: is "a\u00a0b" and contains U+00A0, a blank other than the space; remove it, or write a space',
    ],
    [
      { device: 'RТX' },
      'device: is "RТX" and contains U+0422, a Cyrillic character; write the name as the maker does, with Latin letters, digits and spaces',
    ],
    [
      { device: 'RTX\u0301' },
      'device: is "RTX\u0301" and contains U+0301, a combining mark; write the name as the maker does, with Latin letters, digits and spaces',
    ],
    [{ id: 'A b' }, 'id: is "A b" and is not a slug; use lower-case letters, digits and single hyphens'],
    [{ share: 2 }, 'share: is 2, but must be at most 1; correct it'],
    [{ outcome: { status: 'good' } }, 'outcome.status: is "good", but must be one of ok, failed; correct it'],
    [{ outcome: {} }, 'outcome.status: is missing, but must be one of ok, failed; add it'],
    [{ outcome: { status: 'failed' } }, 'outcome.reason: is missing, but must be text; add it'],
    [{ setting: {} }, 'setting: is an object, but must be true or false or a number; correct it'],
    [{ kind: 'tpu' }, 'kind: is "tpu", but must be one of cpu, gpu; correct it'],
    [{ samples: [1, 2, 3] }, 'samples: has 3 entries, but must have at most 2; correct it'],
    [{ samples: [1, 'x'] }, 'samples.1: is "x", but must be a number; correct it'],
    [{ extra: 1 }, 'file: has unknown fields: "extra"; remove them'],
  ])('says what is wrong with %j and how to fix it', (change, line) => {
    expect(say({ ...good, ...change })).toEqual([`a.json: ${line}`]);
    // What the runner wrote is never edited, whatever is wrong.
    const what = line.slice(0, line.indexOf('; '));
    expect(say({ ...good, ...change }, 'measure again')).toEqual([`a.json: ${what}; measure again`]);
  });

  it('accepts a valid value', () => {
    expect(say(good)).toEqual([]);
  });

  it('reports at most fifty problems and how many more there are', () => {
    const many = z.array(z.int()).safeParse(Array(100_000 / 2).fill('x'), { reportInput: true });
    const problems = toProblems('a.json', many.error!.issues);
    expect(problems).toHaveLength(MAX_PROBLEMS + 1);
    expect(problems.at(-1)?.message).toBe('has 49950 more problems; fix these first');
  });
});

describe('formatProblem', () => {
  it('escapes terminal sequences and line breaks', () => {
    const line = formatProblem({ path: 'a\u001b[31m.json', field: 'x\ny', message: 'is \u0007\u2028' });
    expect(line).toBe('a\\u{1b}[31m.json: x\\u{a}y: is \\u{7}\\u{2028}');
  });

  it('escapes what the log of a workflow takes for a command', () => {
    const of = (path: string, message = 'x') => formatProblem({ path, field: 'f', message });
    expect(of('::error::evil.json')).toBe('\\u{3a}:error::evil.json: f: x');
    expect(of('  ::stop-commands::x')).toBe('  \\u{3a}:stop-commands::x: f: x');
    expect(of('a', 'is "##[add-mask]e"')).toBe('a: f: is "\\u{23}#[add-mask]e"');
    expect(of('a', '###[error]')).toBe('a: f: #\\u{23}#[error]');
    expect(of('::x', '::y')).toBe('\\u{3a}:x: f: \\u{3a}:y');
    expect(of('std::vector.json')).toBe('std::vector.json: f: x');
  });

  it('cuts long texts', () => {
    expect(printable('x'.repeat(1000), 10)).toBe('xxxxxxxxxx…');
  });

  it('sorts by file, then by place', () => {
    const problems = [
      { path: 'b', field: 'a', message: 'm' },
      { path: 'a', field: 'z', message: 'm' },
      { path: 'a', field: 'b', message: 'm' },
    ];
    expect(problems.sort(compareProblems).map(({ path, field }) => path + field)).toEqual(['ab', 'az', 'ba']);
  });
});
