/** @file Finds an installed Firefox and opens pages in it over WebDriver BiDi, with everything that they complain about. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import type { LeftOut } from '../testing/left-out.ts';
import { STEP_MS } from './harness.ts';

const installed: Record<string, string[]> = {
  linux: ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/snap/bin/firefox'],
  darwin: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)']]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Mozilla Firefox', 'firefox.exe')),
};

/** Why the tests in Firefox are left out. */
export const noFirefox: LeftOut = {
  id: 'firefox',
  reason: 'there is no Firefox',
  remedy:
    'install the package "firefox-esr" (Debian) or "firefox" of your system, or set TRAINMARK_FIREFOX to an executable',
};

/** Path of a Firefox: TRAINMARK_FIREFOX or the system's; null if there is none. Throws if the variable names no file. */
export function findFirefox(): string | null {
  const chosen = process.env.TRAINMARK_FIREFOX;
  if (!chosen) return (installed[process.platform] ?? []).find(existsSync) ?? null;
  if (existsSync(chosen)) return chosen;
  throw new Error(`TRAINMARK_FIREFOX: no file at ${chosen}; point it at a Firefox executable`);
}

/** Starts the browser, which compiles its own scripts at its first start, on a busy machine for half a minute. */
export const startFirefox = (executablePath: string): Promise<Browser> =>
  puppeteer.launch({ browser: 'firefox', executablePath, headless: true, timeout: STEP_MS });

export interface FirefoxPage {
  page: Page;
  /** Messages in the console, uncaught errors and CSP violations; should be empty. */
  messages(): string[];
}

/** Opens a URL in a new tab and waits until nothing is loaded any more. */
export async function openInFirefox(browser: Browser, url: string): Promise<FirefoxPage> {
  const page = await browser.newPage();
  page.setDefaultTimeout(STEP_MS);
  const messages: string[] = [];
  page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => messages.push(`uncaught: ${String(error)}`));
  await page.evaluateOnNewDocument(logCspViolations);
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForNetworkIdle({ timeout: STEP_MS });
  return { page, messages: () => [...messages] };
}

/** Runs in the page before its own scripts. */
function logCspViolations(): void {
  addEventListener('securitypolicyviolation', (event) => {
    console.error(`csp: ${event.effectiveDirective} blocked ${event.blockedURI}`);
  });
}
