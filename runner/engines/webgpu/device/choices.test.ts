import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Elementwise, Operation } from '../../compiled/graph/operation.ts';
import type { Value } from '../../compiled/graph/value.ts';
import { openChoices } from '../choices-file.ts';
import type { Variant } from '../kernels/kernel.ts';
import { type Candidates, chooseVariants, createChoices, keyOf } from './choices.ts';

let ids = 0;
const value = (shape: readonly number[]): Value => ({
  id: ids++,
  name: 'any',
  shape,
  type: 'float32',
  place: { kind: 'temporary' },
});

const scaled = (size: number): Elementwise => ({
  kind: 'elementwise',
  input: { value: value([size]), index: { kind: 'same' } },
  out: value([size]),
  epilogue: [{ kind: 'scale', factor: 2 }],
});

const variant = (name: string, flops: number): Variant => ({
  name,
  kernels: [{ name, bindings: [], body: '', workgroupSize: 1, grid: [1, 1, 1], usesScalars: false, flops }],
});

const candidates = (operation: Operation, flops: number, names: readonly string[]): Candidates => ({
  operation,
  variants: names.map((name) => variant(name, flops)),
});

const names = (variants: readonly Variant[]) => variants.map(({ name }) => name);

test('operations of equal sizes share a key, others do not', () => {
  expect(keyOf(scaled(8))).toBe(keyOf(scaled(8)));
  expect(keyOf(scaled(8))).not.toBe(keyOf(scaled(9)));
  expect(keyOf(scaled(8))).not.toBe(keyOf({ ...scaled(8), epilogue: [] }));
});

test('the fastest candidate of each kind is chosen and remembered; kinds are measured once', async () => {
  const ms: Record<string, number> = { a: 3, b: 1, c: 2, only: 0 };
  const measured: string[] = [];
  const choices = createChoices();
  const all = [
    candidates(scaled(8), 10, ['a', 'b', 'c']),
    candidates(scaled(8), 10, ['a', 'b', 'c']),
    candidates(scaled(4), 10, ['only']),
  ];
  const measure = async ({ name }: Variant) => {
    measured.push(name);
    return ms[name]!;
  };
  expect(names(await chooseVariants(all, choices, measure))).toEqual(['b', 'b', 'only']);
  expect(names(await chooseVariants(all, choices, measure))).toEqual(['b', 'b', 'only']);
  expect(measured).toEqual(['a', 'b', 'c']);
});

test('a rejected candidate is never chosen, not even if it was remembered and is gone', async () => {
  const choices = createChoices();
  choices.set(keyOf(scaled(8)), 'gone');
  const all = [candidates(scaled(8), 10, ['rejected', 'works'])];
  const measure = async ({ name }: Variant) => (name === 'works' ? 5 : Number.POSITIVE_INFINITY);
  expect(names(await chooseVariants(all, choices, measure))).toEqual(['works']);
});

test('when the time is used up, the costliest kinds have been measured and the others get their first variant', async () => {
  let nowMs = 0;
  const all = [candidates(scaled(1), 1, ['small', 'b']), candidates(scaled(2), 9, ['large', 'b'])];
  const measure = async ({ name }: Variant) => {
    nowMs += 2000;
    return name === 'b' ? 1 : 2;
  };
  const chosen = await chooseVariants(all, createChoices(), measure, () => nowMs);
  expect(names(chosen)).toEqual(['small', 'b']);
});

test('choices are kept in a file for each adapter; a damaged file and a read-only folder are no obstacle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trainmark-choices-'));
  const adapter = { vendor: 'v', architecture: 'a', device: 'd', description: 'driver 1' };
  openChoices(adapter, folder).set('key', 'fast');
  expect(openChoices(adapter, folder).get('key')).toBe('fast');
  expect(openChoices({ ...adapter, description: 'driver 2' }, folder).get('key')).toBeUndefined();
  const [file] = readdirSync(folder);
  writeFileSync(join(folder, file!), '{"key": 3');
  expect(openChoices(adapter, folder).get('key')).toBeUndefined();
  rmSync(folder, { recursive: true });
  const nowhere = openChoices(adapter, '/proc/trainmark');
  nowhere.set('key', 'fast');
  expect(nowhere.get('key')).toBe('fast');
});
