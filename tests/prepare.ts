/** @file Installs what the browser tests need besides npm packages: a Chromium, and a Firefox where the system has one. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { aptGet, asRoot } from './apt.ts';
import { findChromium } from './browser/chromium.ts';
import { findFirefox, noFirefox } from './browser/firefox.ts';
import { leftOutTitle } from './testing/left-out.ts';

/** Ways to install a Chromium, tried in order: Playwright's download, then the system's package managers. */
const chromiumInstallers: readonly (readonly string[][])[] = [
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
    [...aptGet, 'update'],
    [...aptGet, 'install', '--no-install-recommends', 'chromium'],
  ],
  [['dnf', 'install', '-y', 'chromium']],
  [['pacman', '-S', '--noconfirm', 'chromium']],
  [['zypper', '--non-interactive', 'install', 'chromium']],
];

/** The Firefox of the system: WebDriver BiDi drives an unpatched one, which Playwright does not download. */
const firefoxInstallers: readonly (readonly string[][])[] = [
  [
    [...aptGet, 'update'],
    [...aptGet, 'install', '--no-install-recommends', 'firefox-esr'],
  ],
  [['dnf', 'install', '-y', 'firefox']],
  [['pacman', '-S', '--noconfirm', 'firefox']],
  [['zypper', '--non-interactive', 'install', 'MozillaFirefox']],
];

function succeeds(command: readonly string[]): boolean {
  // Only the system's package managers need root.
  const [program, ...rest] = command[0] === process.execPath ? command : asRoot(command);
  console.log(`  ${[program, ...rest].join(' ').replace(process.execPath, 'node')}`);
  return spawnSync(program!, rest, { stdio: 'ignore', timeout: 600_000 }).status === 0;
}

/** Path of a Chromium, or null if there is none. */
export function installedChromium(): string | null {
  try {
    return findChromium();
  } catch {
    return null;
  }
}

/** Installs a Chromium if there is none. Throws an error that explains how to install one manually if that fails. */
export function prepareChromium(): string {
  const found = installedChromium();
  if (found) return found;
  console.log('Installing a Chromium for the browser tests, once:');
  for (const commands of chromiumInstallers) {
    if (commands.every(succeeds)) {
      const installed = installedChromium();
      if (installed) return installed;
    }
  }
  return findChromium();
}

/** Installs a Firefox if there is none. Without one its tests are left out, which a line says. */
export function prepareFirefox(): void {
  if (findFirefox() !== null) return;
  console.log('Installing a Firefox for the browser tests, once:');
  for (const commands of firefoxInstallers) if (commands.every(succeeds) && findFirefox() !== null) return;
  console.log(leftOutTitle(noFirefox));
}
