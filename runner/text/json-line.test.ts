import { expect, it } from 'vitest';
import { jsonLine } from './json-line.ts';

it('has the old names of a reason and a remedy beside them, at every depth', () => {
  const one = { reason: 'it is missing', remedy: 'install it' };
  expect(JSON.parse(jsonLine({ list: [one] }))).toEqual({
    list: [{ ...one, why: 'it is missing', mend: 'install it' }],
  });
  expect(jsonLine(one)).toMatch(/^[^\n]*\n$/);
});

it('leaves objects as they are that lack one of them, or have the old names', () => {
  for (const value of [{ reason: 'x' }, { reason: 'x', remedy: 'y', why: 'z' }, null])
    expect(JSON.parse(jsonLine({ value }))).toEqual({ value });
});
