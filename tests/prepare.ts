/** @file Gets what the tests need beyond npm packages: a Chromium, and with it a software Vulkan driver for WebGPU in Node. */
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findChromium } from './browser/chromium.ts';

/** Ways to a Chromium, tried in order: Playwright's download, then the system's package managers. */
const installers: readonly (readonly string[][])[] = [
  [
    [
      process.execPath,
      join('node_modules', 'playwright-core', 'cli.js'),
      'install',
      '--no-shell',
      'chromium',
    ],
  ],
  [
    ['apt-get', 'update', '-q'],
    ['apt-get', 'install', '-q', '-y', '--no-install-recommends', 'chromium'],
  ],
  [['dnf', 'install', '-y', 'chromium']],
  [['pacman', '-S', '--noconfirm', 'chromium']],
  [['zypper', '--non-interactive', 'install', 'chromium']],
];

/** System package managers need root: itself, or sudo where it asks for no password. */
function withRights(command: readonly string[]): string[] {
  const [program, ...rest] = command;
  const needsSudo = program !== process.execPath && process.getuid?.() !== 0;
  return needsSudo ? ['sudo', '-n', program!, ...rest] : [...command];
}

function succeeds(command: readonly string[]): boolean {
  const [program, ...rest] = withRights(command);
  console.log(`  ${[program, ...rest].join(' ').replace(process.execPath, 'node')}`);
  return spawnSync(program!, rest, { stdio: 'ignore', timeout: 600_000 }).status === 0;
}

/** Path of a Chromium, or null where there is none. */
function chromium(): string | null {
  try {
    return findChromium();
  } catch {
    return null;
  }
}

/** Finds a Chromium and installs one where there is none. Throws with the ways to get one by hand where that fails. */
export function prepareChromium(): string {
  const found = chromium();
  if (found) return found;
  console.log('Installing a Chromium for the browser tests, once:');
  for (const commands of installers) {
    if (commands.every(succeeds)) {
      const installed = chromium();
      if (installed) return installed;
    }
  }
  return findChromium();
}

/**
 * Environment in which Dawn finds Chromium's SwiftShader as its Vulkan driver, and Chromium's Vulkan loader where the
 * system has none, so that `tfjs-webgpu` is tested without a GPU. A driver chosen by the user stays.
 */
export function softwareVulkan(browser: string): Record<string, string> {
  const folders = [dirname(realpathSync(browser)), '/usr/lib/chromium', '/opt/google/chrome'];
  const manifest = folders.map((folder) => join(folder, 'vk_swiftshader_icd.json')).find(existsSync);
  const loaders = [process.env.LD_LIBRARY_PATH, manifest && dirname(manifest)].filter(Boolean).join(':');
  return {
    ...(manifest === undefined ? {} : { VK_DRIVER_FILES: manifest, LD_LIBRARY_PATH: loaders }),
    XDG_RUNTIME_DIR: tmpdir(),
    ...(process.env.VK_DRIVER_FILES ? { VK_DRIVER_FILES: process.env.VK_DRIVER_FILES } : {}),
    ...(process.env.XDG_RUNTIME_DIR ? { XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR } : {}),
  };
}
