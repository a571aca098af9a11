/** @file What is easily forgotten when an engine is added. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engines as catalogue } from '../../data/catalogue/index.ts';
import { deviceKindSchema } from '../../data/contract/words.ts';
import { engines } from './index.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe.each(engines)('the engine $id', ({ id, setup, deviceKinds, preference }) => {
  it('has a folder of its id, which holds its declaration', () => {
    expect(existsSync(join(import.meta.dirname, id, 'engine.ts'))).toBe(true);
  });

  it('is described in the catalogue, each recipe in a few sentences', () => {
    const facts = catalogue.find((one) => one.id === id);
    expect(facts, `write data/catalogue/engines/${id}.json and run "npm run generate"`).toBeDefined();
    for (const text of Object.values(facts!.recipes)) expect(text.length).toBeGreaterThan(100);
  });

  it('has a row in the table of engines', () => {
    expect(read('README.md'), `add a row for ${id} to README.md`).toContain(`\n| \`${id}\` | `);
  });

  it('is required by the check of a clean clone, which sets it up', () => {
    const script = read('.ci/run');
    const required = /TRAINMARK_REQUIRE=(\S+)/.exec(script)?.[1]?.split(',');
    expect(required, `add ${id} to TRAINMARK_REQUIRE in .ci/run`).toContain(id);
    const made = /^for engine in (.*); do$/m.exec(script)?.[1]?.split(' ');
    if (setup !== null) expect(made, `add ${id} to the loop in .ci/run`).toContain(id);
  });

  it('is the default only of devices that it drives', () => {
    for (const kind of deviceKindSchema.options.filter((one) => preference[one] !== undefined))
      expect(deviceKinds).toContain(kind);
  });
});

it('no two engines have the same place among the defaults of a device', () => {
  const places = engines.flatMap(({ computes, preference }) =>
    Object.entries(preference).map(([kind, place]) => `${computes} on a ${kind}: ${place}`),
  );
  expect(new Set(places).size).toBe(places.length);
});
