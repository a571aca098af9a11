/** @file What the README states must be what the code does. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { engines } from '../runner/engines/index.ts';
import { preferredEngines } from '../runner/plan/targets.ts';
import type { Computes } from '../runner/protocol/engine.ts';

const readme = readFileSync(join(resolve(import.meta.dirname, '..'), 'README.md'), 'utf8');

const listed = (computes: Computes, kind: 'gpu' | 'cpu') =>
  preferredEngines(engines, computes, kind)
    .map(({ id }) => `\`${id}\``)
    .join(', ');

it.each([
  ['on a GPU', listed('nets', 'gpu')],
  ['on a CPU', listed('nets', 'cpu')],
  ['for `llm`', listed('language-models', 'cpu')],
])('lists the engines in the order in which they become the default %s', (where, ids) => {
  expect(readme).toContain(`\n- ${where}: ${ids}\n`);
});

it('has the same defaults for language models on every device', () => {
  expect(listed('language-models', 'gpu')).toBe(listed('language-models', 'cpu'));
});
