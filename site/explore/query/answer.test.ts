import { describe, expect, it } from 'vitest';
import { answerOf, type TableRecord } from './answer.ts';
import { checkQuery, EMPTY, formatQuery, parseQuery, type TableColumn } from './query.ts';

const column = (name: string): TableColumn => ({
  name,
  type: name === 'value' ? 'number' : 'text',
  text: '',
});
const columns = ['engine', 'value', 'date', 'flags', 'rank', 'samplesNs', 'a', 'b', 'c'].map(column);
const records: TableRecord[] = [
  { engine: 'wasm', value: 3, date: '2026-11-01', flags: ['single-run'], rank: 2, samplesNs: [10, 20] },
  { engine: 'wasm', value: 5, date: '2026-12-01', flags: [], rank: null, samplesNs: [30] },
  {
    engine: 'pytorch',
    value: 40,
    date: '2026-11-20',
    flags: ['single-run', 'load'],
    rank: 1,
    samplesNs: [5, 7],
  },
];

const ask = (search: string) => {
  const query = parseQuery(search);
  checkQuery(query, columns);
  return answerOf(query, columns, records);
};

describe('answerOf', () => {
  it.each([
    ['where=engine is wasm', [3, 5]],
    ['where=engine is not wasm', [40]],
    ['where=value > 4', [5, 40]],
    ['where=value >= 5&where=engine is wasm', [5]],
    ['where=value < 4', [3]],
    ['where=date >= 2026-11-20', [5, 40]],
    ['where=flags is load', [40]],
    ['where=flags is empty', [5]],
    ['where=rank is not empty', [3, 40]],
    ['where=rank > 1', [3]],
    ['where=rank is not 1', [3, 5]],
    ['where=engine contains TORCH', [40]],
  ])('finds %s', (conditions, values) => {
    const { records: found, matched } = ask(`?table=results&columns=value&${conditions}`);
    expect(found.map(({ value }) => value)).toEqual(values);
    expect(matched).toBe(values.length);
  });

  it('sorts numbers as numbers, and what is unknown last', () => {
    const order = (sort: string) => ask(`?table=results&sort=${sort}`).records.map(({ value }) => value);
    expect(order('-value')).toEqual([40, 5, 3]);
    expect(order('rank')).toEqual([40, 3, 5]);
    expect(order('-rank')).toEqual([3, 40, 5]);
    expect(order('date')).toEqual([3, 40, 5]);
  });

  it('groups, and counts without any other value', () => {
    expect(ask('?table=results&group=engine')).toMatchObject({
      columns: ['engine', 'count'],
      records: [
        { engine: 'wasm', count: 2 },
        { engine: 'pytorch', count: 1 },
      ],
    });
  });

  it('computes the values of groups, of lists entry by entry', () => {
    const { records: found } = ask(
      '?table=results&group=engine&values=median(value),max(date),p90(samplesNs),different(flags),mean(rank),sum(value)&sort=-sum(value)',
    );
    expect(found).toEqual([
      {
        ...{ engine: 'pytorch', 'median(value)': 40, 'max(date)': '2026-11-20', 'different(flags)': 1 },
        ...{ 'p90(samplesNs)': expect.closeTo(6.8), 'mean(rank)': 1, 'sum(value)': 40 },
      },
      {
        ...{ engine: 'wasm', 'median(value)': 4, 'max(date)': '2026-12-01', 'different(flags)': 1 },
        ...{ 'p90(samplesNs)': expect.closeTo(28), 'mean(rank)': 2, 'sum(value)': 8 },
      },
    ]);
  });

  it('gives one record of all without a group, and null without a number', () => {
    expect(ask('?table=results&values=count,mean(engine)').records).toEqual([
      { count: 3, 'mean(engine)': null },
    ]);
  });
});

describe('an address', () => {
  const search =
    '?table=results&where=engine+is+not+wasm&where=rank+is+empty&group=engine%2Cdate&values=count%2Cmedian%28value%29&sort=-count';

  it('has all of a question', () => {
    expect(formatQuery(parseQuery(search))).toBe(search);
    expect(formatQuery(EMPTY)).toBe('');
    expect(parseQuery('')).toEqual(EMPTY);
    const value = 'a b&c=d "is" x';
    const query = {
      ...EMPTY,
      table: 'results',
      conditions: [{ column: 'engine', operator: 'is' as const, value }],
    };
    expect(parseQuery(formatQuery(query))).toEqual(query);
  });

  it.each([
    [
      '?table=results&where=engine',
      /^the condition "engine" is not of the form "column operator value"; operators are is,/,
    ],
    ['?table=results&where=engine like x', /^the condition "engine like x"/],
    [
      '?table=results&values=average(value)',
      /^"average\(value\)" is no value of a group; write count, or one of median,/,
    ],
    ['?table=results&values=median', /^"median" is no value of a group/],
    ['?table=results&columns=engin', /^there is no column "engin" in results; it has engine, value,/],
    ['?table=results&where=value > fast', /^"fast" is no number, as value is; write a number such as 12\.5$/],
    ['?table=results&where=colour is red', /^there is no column "colour"/],
    [
      '?table=results&group=engine&sort=value',
      /^groups cannot be sorted by "value", .* it has engine, count$/,
    ],
  ])('that cannot be read says so in one line: %s', (address, message) => {
    expect(() => ask(address)).toThrow(message);
  });
});
