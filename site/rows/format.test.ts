import { describe, expect, it } from 'vitest';
import {
  formatMachines,
  formatNumber,
  formatRank,
  formatRatio,
  formatSpread,
  formatValue,
} from './format.ts';
import { link, sourcePath } from './links.ts';

describe('numbers', () => {
  it.each([
    [863, '863'],
    [4.4, '4.4'],
    [0.032456, '0.0325'],
    [12345, '12,300'],
    [7.720000000000001, '7.72'],
  ])('%d reads %s', (value, text) => expect(formatNumber(value)).toBe(text));

  it.each([
    [123.2857, '123x'],
    [41.095, '41.1x'],
    [1, '1.00x'],
    [0.80189, '0.802x'],
    [1234.5, '1,230x'],
  ])('a ratio of %d reads %s', (value, text) => expect(formatRatio(value)).toBe(text));

  it('carries the unit', () => expect(formatValue({ value: 7, unit: 's/epoch' })).toBe('7 s/epoch'));
});

describe('ranks and spread', () => {
  it('shows a band where places cannot be told apart, and no rank as none', () => {
    expect(formatRank({ rank: 3, rankBand: [2, 4] })).toBe('2–4');
    expect(formatRank({ rank: 3, rankBand: [3, 3] })).toBe('3');
    expect(formatRank({ rank: null, rankBand: null })).toBe('–');
  });

  it('says what an interval is', () => {
    const one = { machines: 1 };
    const ci = { low: 1, high: 2 };
    expect(formatSpread({ ...one, ci: { ...ci, kind: 'range' } })).toBe('1 to 2 (smallest to largest)');
    expect(formatSpread({ ...one, ci: { ...ci, kind: '95%' } })).toBe('1 to 2 (95 % interval)');
    expect(formatSpread({ ...one, ci: null })).toBe('not known: one value');
    expect(formatSpread({ machines: 3, ci: { ...ci, kind: 'range' } })).toBe(
      '1 to 2 (smallest to largest of the machines)',
    );
  });

  it('tells machines and submissions apart', () => {
    expect(formatMachines({ machines: 1, runs: 1 })).toBe('1, in 1 submission');
    expect(formatMachines({ machines: 1, runs: 3 })).toBe('1, in 3 submissions');
    expect(formatMachines({ machines: 2, runs: 3 })).toBe('2 of different owners, in 3 submissions');
  });
});

describe('links', () => {
  it.each([
    ['/', '/data/'],
    ['/trainmark', '/trainmark/data/'],
    ['/trainmark/', '/trainmark/data/'],
    ['/some/base/', '/some/base/data/'],
  ])('under %s are %s', (base, expected) => expect(link('/data/', base)).toBe(expected));

  it('to sources leave the data folder out', () =>
    expect(sourcePath('data/submissions/1/a.json')).toBe('submissions/1/a.json'));
});
