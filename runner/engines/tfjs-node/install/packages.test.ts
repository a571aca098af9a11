import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { probe } from '../probe.ts';
import { addonPath, findPackage, type PackageName, packageFolder } from './packages.ts';

let repository: string;
beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'trainmark-'));
});
afterEach(() => rmSync(repository, { recursive: true }));

/** Creates the package as npm leaves it without running its install script. */
function install(name: PackageName): string {
  const folder = packageFolder(name, repository);
  mkdirSync(folder, { recursive: true });
  const napi_versions = [3, 8, 9999];
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, binary: { napi_versions } }));
  return folder;
}

function setUp(name: PackageName): string {
  const folder = install(name);
  mkdirSync(dirname(addonPath(folder)), { recursive: true });
  mkdirSync(join(folder, 'deps', 'lib'), { recursive: true });
  writeFileSync(addonPath(folder), 'not an addon');
  return folder;
}

describe('findPackage', () => {
  it('distinguishes a missing package from one that is not set up', () => {
    expect(findPackage(repository)).toEqual({ state: 'not-installed' });
    install('@tensorflow/tfjs-node');
    expect(findPackage(repository)).toEqual({ state: 'not-set-up' });
  });

  it('prefers the CUDA package if it is set up', () => {
    setUp('@tensorflow/tfjs-node');
    install('@tensorflow/tfjs-node-gpu');
    expect(findPackage(repository)).toMatchObject({ name: '@tensorflow/tfjs-node' });
    setUp('@tensorflow/tfjs-node-gpu');
    expect(findPackage(repository)).toMatchObject({ name: '@tensorflow/tfjs-node-gpu' });
  });

  it('looks for the newest Node-API that this Node supports', () => {
    expect(addonPath(install('@tensorflow/tfjs-node'))).toContain(
      join('lib', 'napi-v8', 'tfjs_binding.node'),
    );
  });

  it('does not accept a link to a deleted cache as a library', () => {
    const folder = setUp('@tensorflow/tfjs-node');
    rmSync(join(folder, 'deps'), { recursive: true });
    expect(findPackage(repository)).toEqual({ state: 'not-set-up' });
  });
});

describe('probe', () => {
  it('reports that the package is not installed, with a remedy', async () => {
    expect(await probe(repository)).toMatchObject({
      available: false,
      reason: expect.stringContaining('not installed'),
      remedy: expect.stringContaining('npm ci'),
    });
  });

  it('reports that the library is not set up, with a remedy', async () => {
    install('@tensorflow/tfjs-node');
    expect(await probe(repository)).toMatchObject({
      available: false,
      reason: expect.stringContaining('not set up'),
      remedy: expect.stringContaining('npm run bench -- setup tfjs-node'),
    });
  });

  it('reports why an existing library does not load, without a path', async () => {
    setUp('@tensorflow/tfjs-node');
    const probed = await probe(repository);
    expect(probed).toMatchObject({
      available: false,
      reason: expect.stringContaining('does not load'),
      remedy: expect.stringContaining('setup tfjs-node'),
    });
    expect(JSON.stringify(probed)).not.toContain(repository);
  });
});
