/** @file The list of benchmarks is that of the files, and that of CONTRIBUTING. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { benchmarks, variableOf } from './perf/benchmarks.ts';

const root = resolve(import.meta.dirname, '..');

it('lists every file that is a benchmark', () => {
  const files = readdirSync(join(root, 'tests', 'perf'))
    .filter((name) => name.endsWith('.ts') && !['main.ts', 'benchmarks.ts'].includes(name))
    .map((name) => name.slice(0, -'.ts'.length));
  expect(benchmarks.map(({ name }) => name).toSorted()).toEqual(files.toSorted());
});

it('is the table of CONTRIBUTING', () => {
  const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  for (const { name } of benchmarks) expect(text).toContain(`\n| \`${name}\` | `);
});

it('passes each option by a variable that its benchmark names', () => {
  expect(variableOf('mostGflop')).toBe('MOST_GFLOP');
});
