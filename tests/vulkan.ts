/**
 * @file A Vulkan driver for the CPU, to test `tfjs-webgpu` without a GPU: Mesa's lavapipe if the system has one that
 * Dawn accepts, otherwise the SwiftShader of a Chromium, which is several times slower.
 */
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { apt } from './apt.ts';

const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const lavapipes = ['lvp_icd.json', `lvp_icd.${machine}.json`].map((name) =>
  join('/usr/share/vulkan/icd.d', name),
);

const manifestSchema = z.object({ ICD: z.object({ api_version: z.string() }) });

/** Whether Dawn accepts the driver of a manifest: Mesa 25 (the first with Vulkan 1.4) or newer; it rejects Mesa 22. */
export function isNewEnough(manifest: string): boolean {
  const version = manifestSchema.parse(JSON.parse(manifest)).ICD.api_version;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 1 || (major === 1 && minor >= 4);
}

const findLavapipe = (): string | undefined =>
  lavapipes.find((path) => existsSync(path) && isNewEnough(readFileSync(path, 'utf8')));

/** From apt's targets (one `address release component` per line), the lines that add Debian 12's missing backports. */
export function missingBackports(targets: string): string[] {
  const sources = targets.split('\n').map((line) => line.split(' '));
  if (sources.some(([, release]) => release === 'bookworm-backports')) return [];
  return sources
    .filter(([, release, component]) => release === 'bookworm' && component === 'main')
    .map(([address]) => `deb ${address} bookworm-backports main`);
}

/**
 * Installs a lavapipe that Dawn accepts with apt-get. If that fails, logs it, and SwiftShader is used. Debian 12
 * has it in its backports, which are used only for this installation: the system's sources are not changed.
 */
export function prepareLavapipe(): void {
  if (findLavapipe() !== undefined) return;
  console.log('Installing lavapipe for WebGPU in Node, once');
  // apt reports only targets whose lists are downloaded.
  apt('update');
  const targets = apt(
    'indextargets',
    '--format',
    '$(REPO_URI) $(RELEASE) $(COMPONENT)',
    'Created-By: Packages',
  );
  const folder = mkdtempSync(join(tmpdir(), 'trainmark-apt-'));
  const list = join(folder, 'sources.list');
  const usual = '/etc/apt/sources.list';
  const lines = [existsSync(usual) ? readFileSync(usual, 'utf8') : '', ...missingBackports(targets), ''];
  writeFileSync(list, lines.join('\n'));
  const sources = ['-o', `Dir::Etc::SourceList=${list}`];
  const release = targets.includes(' bookworm ') ? ['-t', 'bookworm-backports'] : [];
  apt(...sources, 'update');
  apt(...sources, ...release, 'install', '--no-install-recommends', 'mesa-vulkan-drivers');
  rmSync(folder, { recursive: true });
  if (findLavapipe() === undefined)
    console.log('lavapipe could not be installed (Mesa 25 or newer, mesa-vulkan-drivers); using SwiftShader');
}

/**
 * Environment in which Dawn finds a driver, and Chromium's Vulkan loader if the system has none. A driver that the user
 * has set is kept.
 */
export function softwareVulkan(browser: string | null): Record<string, string> {
  const folders = [
    ...(browser === null ? [] : [dirname(realpathSync(browser))]),
    '/usr/lib/chromium',
    '/opt/google/chrome',
  ];
  const swiftShader = folders.map((folder) => join(folder, 'vk_swiftshader_icd.json')).find(existsSync);
  const manifest = findLavapipe() ?? swiftShader;
  const loaders = [process.env.LD_LIBRARY_PATH, swiftShader && dirname(swiftShader)]
    .filter(Boolean)
    .join(':');
  return {
    ...(manifest === undefined ? {} : { VK_DRIVER_FILES: manifest, LD_LIBRARY_PATH: loaders }),
    XDG_RUNTIME_DIR: tmpdir(),
    // lavapipe compiles a kernel with narrow vectors in half the time, and most of a test is compiling.
    LP_NATIVE_VECTOR_WIDTH: '128',
    ...(process.env.VK_DRIVER_FILES ? { VK_DRIVER_FILES: process.env.VK_DRIVER_FILES } : {}),
    ...(process.env.XDG_RUNTIME_DIR ? { XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR } : {}),
  };
}
