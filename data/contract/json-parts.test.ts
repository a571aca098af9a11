import { describe, expect, it } from 'vitest';
import { sampleCell } from '../testing/sample-cell.ts';
import { MAX_DEPTH, MAX_NODES, parseJson } from './json.ts';
import { submissionText } from './submission-text.ts';

const result = (batchSize: number, outcome: object = { status: 'skipped' }) => ({
  cell: sampleCell({ batchSize }),
  outcome,
});
const textOf = (...results: unknown[]) => submissionText({ kind: 'submission', results });
const parsed = (text: string) => parseJson(new TextEncoder().encode(text), 'a.json');
const cellsIn = (text: string): unknown[] => {
  const json = parsed(text);
  if (!json.ok) throw new Error(json.problems[0]!.message);
  return (json.value as { results: { cell: unknown }[] }).results.map(({ cell }) => cell);
};

/** What it says is what JSON.parse says. */
const expectSame = (text: string) => expect(parsed(text)).toEqual({ ok: true, value: JSON.parse(text) });

describe('the parts of a text of the runner', () => {
  it('are those of JSON.parse, and one object for equal texts', () => {
    const [one, other] = [textOf(result(8), result(16)), textOf(result(16))];
    expectSame(one);
    expect(cellsIn(other)[0]).toBe(cellsIn(one)[1]);
    expect(cellsIn(one)[0]).not.toBe(cellsIn(one)[1]);
  });

  it.each([
    ['a result without a cell', textOf({ outcome: 1 })],
    ['a cell that is no object', textOf({ cell: 3, outcome: 1 }, result(8))],
    [
      'what looks like a cell elsewhere',
      textOf({ cell: 0.5, outcome: { status: 'ok' } }).replace(
        '"status"',
        '\n   "cell": {"a": 1},\n   "outcome": 1, "status"',
      ),
    ],
    ['a cell nested deeper than any', textOf({ cell: { a: [[[[[1]]]]] }, outcome: 1 })],
    ['an outcome that is no object', textOf(result(8, null as never))],
    ['a field after an outcome', textOf({ ...result(8), later: { a: 1 } })],
    ['another layout', JSON.stringify({ results: [result(8)] })],
  ])('leave %s to the general parser', (_, text) => expectSame(text));

  it.each([
    ['a name twice in a cell', '"workload"', '"workload": "x", "workload"', /has the name "workload" twice/],
    ['a name twice in a result', '"outcome"', '"outcome": 1,\n   "outcome"', /has the name "outcome" twice/],
    ['a number that lost digits', '"batchSize": 8', '"batchSize": 9007199254740993', /above 2\^53/],
    ['a forbidden name', '"workload"', '"__proto__": 1, "workload"', /"__proto__", which is not allowed/],
    ['a name twice in an outcome', '"status"', '"status": 1, "status"', /has the name "status" twice/],
    ['an outcome that is no JSON', '"skipped"', 'skipped', /is not JSON/],
    ['a cell that is no JSON', '"batchSize": 8', '"batchSize": 08', /is not JSON/],
  ])('are refused with %s', (_, from, to, message) => {
    const text = textOf(result(8));
    expect(text).toContain(from);
    const json = parsed(text.replace(from, to));
    expect(json).toMatchObject({ ok: false, problems: [{ message: expect.stringMatching(message) }] });
  });

  it('may be nested as deeply as the whole', () => {
    const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}1${']'.repeat(depth)}`);
    expectSame(textOf(result(8, { nested: nested(MAX_DEPTH - 4) })));
    expect(parsed(textOf(result(8, { nested: nested(MAX_DEPTH - 3) })))).toMatchObject({
      ok: false,
      problems: [{ message: expect.stringContaining('is nested deeper') }],
    });
  });

  it('count as values', () => {
    const withSamples = (length: number) => textOf(result(8, { samplesNs: new Array(length).fill(1) }));
    expectSame(withSamples(MAX_NODES - 40));
    expect(parsed(withSamples(MAX_NODES - 10))).toMatchObject({
      ok: false,
      problems: [{ message: expect.stringContaining('more than 50000 values') }],
    });
  });
});
