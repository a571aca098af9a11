import { expect, it } from 'vitest';
import { columns, fields } from './columns.ts';

it('name every column once', () => {
  expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
});

it('give a field that is one column without a sentence of its own the name of the field', () => {
  const whole = Object.entries(fields).filter(([, { text, columns }]) => columns[0]?.text === text);
  expect(whole.length).toBeGreaterThan(20);
  for (const [name, { columns }] of whole) expect(columns.map((one) => one.name)).toEqual([name]);
});

it('describe each in a sentence', () => {
  const texts = Object.values(fields).flatMap(({ text, columns }) => [
    text,
    ...columns.map((one) => one.text),
  ]);
  for (const text of texts) expect(text).toMatch(/^\S.*\.$/);
});
