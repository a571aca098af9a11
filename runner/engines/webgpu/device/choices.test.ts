import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Elementwise, Operation } from '../../compiled/graph/operation.ts';
import type { Value } from '../../compiled/graph/value.ts';
import { openChoices } from '../choices-file.ts';
import type { Variant } from '../kernels/kernel.ts';
import { type Candidates, chooseVariants, createChoices, keyOf, type Trial } from './choices.ts';

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
  const dropout = (rate: number, layer: number): Operation => ({
    ...scaled(8),
    epilogue: [{ kind: 'dropout', rate, layer }],
  });
  expect(keyOf(dropout(0.1, 1))).toBe(keyOf(dropout(0.1, 2)));
  expect(keyOf(dropout(0.1, 1))).not.toBe(keyOf(dropout(0.2, 1)));
});

/** A trial without a device: each measurement of a variant takes its time. */
function createTrial(ms: Record<string, number>) {
  let nowMs = 0;
  const compiled: string[] = [];
  const measured: string[] = [];
  const trial: Trial = {
    compile: async ({ name }) => {
      compiled.push(name);
    },
    measure: async ({ name }) => {
      measured.push(name);
      nowMs += Number.isFinite(ms[name]) ? ms[name]! : 1;
      return ms[name]!;
    },
  };
  return { trial, compiled, measured, now: () => nowMs };
}

test('the fastest candidate of each kind is chosen and remembered; kinds are measured once', async () => {
  const { trial, compiled, measured, now } = createTrial({ a: 3, b: 1, c: 2, only: 0 });
  const choices = createChoices();
  const all = [
    candidates(scaled(8), 10, ['a', 'b', 'c']),
    candidates(scaled(8), 10, ['a', 'b', 'c']),
    candidates(scaled(4), 10, ['only']),
  ];
  expect(names(await chooseVariants(all, choices, trial, now))).toEqual(['b', 'b', 'only']);
  expect(compiled).toEqual(['a', 'b', 'c']);
  const count = measured.length;
  expect(measured.slice(-6)).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  expect(names(await chooseVariants(all, choices, trial, now))).toEqual(['b', 'b', 'only']);
  expect(measured).toHaveLength(count);
});

test('a rejected candidate is never chosen, not even if it was remembered and is gone', async () => {
  const { trial, now } = createTrial({ rejected: Number.POSITIVE_INFINITY, works: 5 });
  const choices = createChoices();
  choices.set(keyOf(scaled(8)), 'gone');
  const all = [candidates(scaled(8), 10, ['rejected', 'works'])];
  expect(names(await chooseVariants(all, choices, trial, now))).toEqual(['works']);
});

test('when compiling takes long, the costliest kinds have been measured and the others get their first variant', async () => {
  const { trial, now } = createTrial({ small: 2, large: 2, b: 1 });
  let compilingMs = 0;
  const slow: Trial = {
    ...trial,
    compile: async () => {
      compilingMs += 1000;
    },
  };
  const all = [candidates(scaled(1), 1, ['small', 'b']), candidates(scaled(2), 9, ['large', 'b'])];
  const chosen = await chooseVariants(all, createChoices(), slow, () => now() + compilingMs);
  expect(names(chosen)).toEqual(['small', 'b']);
});

test('when measuring takes long, the rest is not measured', async () => {
  const { trial, now } = createTrial({ large: 400, b: 300, small: 2 });
  const all = [candidates(scaled(1), 1, ['small', 'b']), candidates(scaled(2), 9, ['large', 'b'])];
  const choices = createChoices();
  expect(names(await chooseVariants(all, choices, trial, now))).toEqual(['small', 'b']);
  expect(choices.get(keyOf(scaled(1)))).toBeUndefined();
});

test('a GPU that begins with a low clock is measured after it has raised it', async () => {
  const { trial, now } = createTrial({ a: 30, b: 20 });
  const seen: number[] = [];
  const rising: Trial = {
    ...trial,
    measure: async (one) => {
      const slower = now() < 150 ? 5 : now() < 300 ? 2 : 1;
      seen.push(slower);
      return (await trial.measure(one)) * slower;
    },
  };
  const all = [candidates(scaled(8), 10, ['a', 'b'])];
  expect(names(await chooseVariants(all, createChoices(), rising, now))).toEqual(['b']);
  expect(seen.slice(-4)).toEqual([1, 1, 1, 1]);
  expect(seen.filter((slower) => slower > 1).length).toBeGreaterThanOrEqual(10);
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
