/** @file Finds an installed Chromium and starts it with WebGPU on a software adapter. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** A host name that resolves to 127.0.0.1 but is not a secure context, so browsers hide WebGPU. */
export const INSECURE_HOST = 'insecure.test';

const installed: Record<string, string[]> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/snap/bin/chromium',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
};

/** Path of a Chromium: TRAINMARK_CHROMIUM, Playwright's download, or the system's. Throws if there is none. */
export function findChromium(): string {
  const chosen = process.env.TRAINMARK_CHROMIUM;
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new Error(`TRAINMARK_CHROMIUM: no file at ${chosen}; point it at a Chromium or Chrome executable`);
  }
  const found = [chromium.executablePath(), ...(installed[process.platform] ?? [])].find(existsSync);
  if (found) return found;
  throw new Error(
    'no Chromium for the browser tests; run `npx playwright-core install chromium`, or install the package "chromium" of your system, or set TRAINMARK_CHROMIUM to an executable',
  );
}

/** Starts the browser. `adapter: false` disables the WebGPU adapter, as on a machine whose GPU is blocked. */
export async function startChromium({ adapter = true } = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`,
      ...(adapter ? ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'] : ['--disable-gpu']),
    ],
  });
}
