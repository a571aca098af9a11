/** @file A machine gets the binaries for its processor and for one GPU, never all of them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findModule, installedGpus, packagesFor, VERSION } from './package.ts';

const none = { nvidia: false, otherGpu: false };

test.each([
  ['linux', 'x64', none, ['linux-x64']],
  ['linux', 'x64', { nvidia: true, otherGpu: true }, ['linux-x64-cuda', 'linux-x64-cuda-ext', 'linux-x64']],
  ['linux', 'x64', { nvidia: false, otherGpu: true }, ['linux-x64-vulkan', 'linux-x64']],
  ['linux', 'arm64', { nvidia: true, otherGpu: true }, ['linux-arm64']],
  ['darwin', 'arm64', { nvidia: false, otherGpu: false }, ['mac-arm64-metal']],
  ['darwin', 'x64', none, ['mac-x64']],
  ['win32', 'x64', { nvidia: false, otherGpu: true }, ['win-x64-vulkan', 'win-x64']],
  ['win32', 'arm64', none, ['win-arm64']],
  ['freebsd', 'x64', none, null],
] as const)('%s %s with %j', (platform, arch, has, names) => {
  const packages = names?.map((name) => `@node-llama-cpp/${name}`) ?? null;
  expect(packagesFor({ platform, arch }, has)).toEqual(packages);
});

test('accepts only this version and complete binaries', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trainmark-nlc-'));
  const here = { platform: 'linux', arch: 'x64' } as const;
  const lay = (name: string, version: string) => {
    mkdirSync(join(folder, 'node_modules', name), { recursive: true });
    writeFileSync(join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ version }));
  };
  expect([findModule(folder), installedGpus(here, folder)]).toEqual([null, []]);
  lay('node-llama-cpp', '0.0.1');
  expect(findModule(folder)).toBeNull();
  lay('node-llama-cpp', VERSION);
  expect(findModule(folder)).toBe(join(folder, 'node_modules', 'node-llama-cpp', 'dist', 'index.js'));
  lay('@node-llama-cpp/linux-x64-cuda', VERSION);
  lay('@node-llama-cpp/linux-x64', VERSION);
  expect(installedGpus(here, folder)).toEqual([false]);
  lay('@node-llama-cpp/linux-x64-cuda-ext', VERSION);
  expect(installedGpus(here, folder)).toEqual(['cuda', false]);
  rmSync(folder, { recursive: true });
});
