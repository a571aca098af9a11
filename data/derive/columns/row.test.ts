import { expect, it } from 'vitest';
import { columns, fields } from './row.ts';

it('name every column once', () => {
  expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
});

it('have the name of their field if the field is a single column', () => {
  const whole = Object.entries(fields).filter(([, { text, columns }]) => columns[0]?.text === text);
  expect(whole.length).toBeGreaterThan(20);
  for (const [name, { columns }] of whole) expect(columns.map((one) => one.name)).toEqual([name]);
});

it('have a sentence each', () => {
  const texts = Object.values(fields).flatMap(({ text, columns }) => [
    text,
    ...columns.map((one) => one.text),
  ]);
  for (const text of texts) expect(text).toMatch(/^\S.*\.$/);
});
