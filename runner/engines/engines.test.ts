/** @file Checks the steps that are easy to forget when adding an engine. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engines as catalogue } from '../../data/catalogue/index.ts';
import { deviceKindSchema } from '../../data/contract/words.ts';
import { engines } from './index.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe.each(engines)('the engine $id', ({ id, setup, deviceKinds, preference }) => {
  it('has a folder named after its id that contains its declaration', () => {
    expect(existsSync(join(import.meta.dirname, id, 'engine.ts'))).toBe(true);
  });

  it('has a catalogue entry that describes each recipe in a few sentences', () => {
    const facts = catalogue.find((one) => one.id === id);
    expect(facts, `write data/catalogue/engines/${id}.json and run "npm run generate"`).toBeDefined();
    for (const text of Object.values(facts!.recipes)) expect(text.length).toBeGreaterThan(100);
  });

  it("has a row in the README's table of engines", () => {
    expect(read('README.md'), `add a row for ${id} to README.md`).toContain(`\n| \`${id}\` | `);
  });

  it('is set up and required by .ci/run', () => {
    const script = read('.ci/run');
    const required = /TRAINMARK_REQUIRE=(\S+)/.exec(script)?.[1]?.split(',');
    expect(required, `add ${id} to TRAINMARK_REQUIRE in .ci/run`).toContain(id);
    const setUp = /^for engine in (.*); do$/m.exec(script)?.[1]?.split(' ');
    if (setup !== null) expect(setUp, `add ${id} to the loop in .ci/run`).toContain(id);
  });

  it('is a default only for kinds of device that it supports', () => {
    for (const kind of deviceKindSchema.options.filter((one) => preference[one] !== undefined))
      expect(deviceKinds).toContain(kind);
  });
});

it('no two engines have the same preference for a kind of device', () => {
  const places = engines.flatMap(({ computes, preference }) =>
    Object.entries(preference).map(([kind, place]) => `${computes} on a ${kind}: ${place}`),
  );
  expect(new Set(places).size).toBe(places.length);
});
