/** @file Checks the steps that are easy to forget when adding an engine. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engines as catalogue, findEngine } from '../../data/catalogue/index.ts';
import { deviceKindSchema, type EngineId } from '../../data/contract/words.ts';
import { compareVersions } from '../../data/derive/version.ts';
import packageFile from '../../package.json' with { type: 'json' };
import { workloads } from '../workloads/index.ts';
import { engines } from './index.ts';
import { VERSION as LLAMA_VERSION } from './llama.cpp/native/package.ts';
import type { EngineInPython } from './python/engine.ts';
import { VERSION as WASM_VERSION } from './wasm/device/backend.ts';
import { VERSION as WEBGPU_VERSION } from './webgpu/device/backend.ts';

const { dependencies, optionalDependencies } = packageFile;

/** Versions of the engines that npm installs, or that are part of the runner. */
const newestBuiltIn: Partial<Record<EngineId, string>> = {
  webgpu: WEBGPU_VERSION,
  wasm: WASM_VERSION,
  'tfjs-wasm': dependencies['@tensorflow/tfjs-backend-wasm'],
  'tfjs-webgpu': dependencies['@tensorflow/tfjs-core'],
  'tfjs-node': optionalDependencies['@tensorflow/tfjs-node'],
};

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe.each(engines)('the engine $id', ({ id, setup, deviceKinds, preference, unsupported }) => {
  it('has a folder named after its id that contains its declaration', () => {
    expect(existsSync(join(import.meta.dirname, id, 'engine.ts'))).toBe(true);
  });

  it('has a catalogue entry that describes each recipe in a few sentences', () => {
    const facts = catalogue.find((one) => one.id === id);
    expect(facts, `write data/catalogue/engines/${id}.json and run "npm run generate"`).toBeDefined();
    for (const text of Object.values(facts!.recipes)) expect(text.length).toBeGreaterThan(100);
  });

  it('has a catalogue entry with just the workloads and data types that it declares', () => {
    const { places, workloads: listed, recipes } = findEngine(id);
    const device = { name: 'x', software: false };
    for (const { kind, api, dtypes } of places)
      for (const { id: workload, modes, recipes: own, dtypes: allowed } of workloads)
        for (const [mode, recipe, dtype] of modes.flatMap((one) =>
          own.flatMap((two) => allowed.map((three) => [one, two, three] as const)),
        )) {
          const cell = { workload, mode, recipe, dtype, device: { ...device, kind, api } };
          const declared = unsupported(cell) === null && recipes[recipe] !== undefined;
          expect(listed.includes(workload) && dtypes.includes(dtype), JSON.stringify(cell)).toBe(declared);
        }
  });

  it("has a row in the README's table of engines", () => {
    expect(read('README.md'), `add a row for ${id} to README.md`).toContain(`\n| \`${id}\` | `);
  });

  it('is set up and required by .ci/run', () => {
    const script = read('.ci/run');
    const required = /TRAINMARK_REQUIRE=(\S+)/.exec(script)?.[1]?.split(',');
    expect(required, `add ${id} to TRAINMARK_REQUIRE in .ci/run`).toContain(id);
    const setUp = /^printf '%s\\n' (.*) \|$/m.exec(script)?.[1]?.split(' ');
    if (setup !== null) expect(setUp, `add ${id} to the engines that .ci/run sets up`).toContain(id);
  });

  it('is a default only for kinds of device that it supports', () => {
    for (const kind of deviceKindSchema.options.filter((one) => preference[one] !== undefined))
      expect(deviceKinds).toContain(kind);
  });
});

/** Platforms for which `setup` installs something. */
const platforms = (['linux', 'darwin', 'win32'] as const).flatMap((system) =>
  [null, 550, 600].map((nvidiaDriver) => ({
    system,
    arch: system === 'darwin' ? 'arm64' : 'x64',
    nvidiaDriver,
  })),
);

/** Versions of the framework that `setup` installs; empty for an engine that npm installs. */
function installedVersions(engine: (typeof engines)[number]): string[] {
  if (engine.id === 'llama.cpp') return [LLAMA_VERSION];
  if (!('requirements' in engine)) return [];
  const { requirements } = engine as EngineInPython;
  return platforms.flatMap((platform) => {
    const wanted = requirements(platform);
    const pinned = 'packages' in wanted ? wanted.packages : [];
    const name = { pytorch: 'torch', tensorflow: 'tensorflow(?:-cpu)?' }[engine.id as string] ?? engine.id;
    return pinned.flatMap((one) => new RegExp(`^${name}(?:\\[.*\\])?==([0-9.]+[0-9])`).exec(one)?.[1] ?? []);
  });
}

describe.each(engines)('the catalogue entry of $id', (engine) => {
  const { places, versions } = findEngine(engine.id);

  it('has a place for each of its kinds of device, and no other', () => {
    expect(new Set(places.map(({ kind }) => kind))).toEqual(new Set(engine.deviceKinds));
  });

  it('knows the newest version that is installed', () => {
    const installed = installedVersions(engine).toSorted(compareVersions);
    if (installed.length > 0) expect(versions[0]?.newest).toBe(installed.at(-1));
    else expect(versions[0]?.newest).toBe(newestBuiltIn[engine.id]);
  });
});

it('no two engines have the same preference for a kind of device', () => {
  const places = engines.flatMap(({ computes, preference }) =>
    Object.entries(preference).map(([kind, place]) => `${computes} on a ${kind}: ${place}`),
  );
  expect(new Set(places).size).toBe(places.length);
});
