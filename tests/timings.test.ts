import { expect, it } from 'vitest';
import { aloneMs, type Span, slowestFiles } from './timings.ts';

const span = (file: string, startMs: number, endMs: number): Span => ({ file, startMs, endMs });
const spans = [span('a', 0, 4000), span('b', 1000, 2000), span('c', 4000, 9000), span('d', 6000, 8000)];

it('counts when a file ran alone, also between others', () => {
  expect(aloneMs(spans)).toEqual(
    new Map([
      ['a', 3000],
      ['c', 3000],
    ]),
  );
  expect(aloneMs([])).toEqual(new Map());
});

it('names the slowest files first', () => {
  expect(slowestFiles(spans, 2)).toEqual(['5 s, 3 s of them alone: c', '4 s, 3 s of them alone: a']);
});
