/** @file Starts the interactive parts of a page and waits for them. */
import type { Page } from 'playwright-core';

/** Starts every interactive part and waits until it is there; before, clicks may be lost. */
export async function untilHydrated(page: Page): Promise<void> {
  await page.waitForFunction(isHydrated);
}

/** Runs in the page, again and again. Touches what waits for a touch. */
function isHydrated(): boolean {
  for (const island of document.querySelectorAll('[data-island="touch"]:not([data-live])')) {
    island.dispatchEvent(new Event('pointerover'));
  }
  const pending = '[data-island]:not([data-live])';
  return document.querySelector(pending) === null;
}
