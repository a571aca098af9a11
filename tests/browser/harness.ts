/** @file Setup for browser tests: serves the built site and opens pages that record errors and requests. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { inject } from 'vitest';
import { INSECURE_HOST, startChromium } from './chromium.ts';
import { untilHydrated } from './hydrated.ts';
import { readMoves, recordMoves } from './moves.ts';
import { type Server, serveFolder } from './serve.ts';

export { untilHydrated };

/** Time for one step of a page. Playwright waits for 30 s, which a busy machine may exceed. */
export const STEP_MS = 120_000;

export interface PageOptions {
  width?: number;
  height?: number;
  dark?: boolean;
  javaScript?: boolean;
  /** `false` removes `navigator.gpu`, as in a browser without WebGPU. */
  webgpu?: boolean;
  /** `true` opens the page from a host that is not a secure context. */
  insecure?: boolean;
  /** `false` leaves the interactive parts that wait for a touch as they are. */
  touch?: boolean;
  /** `true` gives the page a touch screen. */
  phone?: boolean;
}

export interface OpenedPage {
  page: Page;
  /** URLs of all requests so far to other hosts; should be empty. */
  external(): string[];
  /** URLs of all requests so far. */
  requested(): string[];
  /** Console errors, uncaught exceptions, failed requests and CSP violations; should be empty. */
  errors(): string[];
  /** Current accessibility violations found by axe, one line each. */
  accessibility(): Promise<string[]>;
  /**
   * Opens all details except the menus of the filters. Of table rows, opens all, or only the first of each panel to save
   * time, because axe checks every visible text.
   */
  openDetails(ofRows: 'all' | 'first'): Promise<void>;
  /** What moved so far although no input caused it, one line each; should be empty. */
  moves(): Promise<string[]>;
  /** Elements that are wider than the window, one line each; should be empty. */
  overflow(): Promise<string[]>;
  /** Tables that can only be read by scrolling sideways, and names that are cut, one line each; should be empty on a phone. */
  hidden(): Promise<string[]>;
  /** Sets the letters of the browser to so many times their size, as a reader does in its settings. */
  enlarge(times: number): Promise<void>;
  close(): Promise<void>;
}

export interface Harness {
  server: Server;
  browser: Browser;
  /**
   * Opens a path of the site, relative to its base ("quick-test/?budget=2"), in a fresh profile, and waits until React has
   * hydrated it.
   */
  openPage(path: string, options?: PageOptions): Promise<OpenedPage>;
  close(): Promise<void>;
}

export interface HarnessOptions {
  /** `false` disables the WebGPU adapter. */
  adapter?: boolean;
  /** `false` sends none of the headers in `_headers`, like a host that does not read that file. */
  headers?: boolean;
  /** In how many pieces each page arrives; whole by default. */
  pieces?: number;
}

/** Serves the site that setup.ts built and starts a browser. Close it in `afterAll`. */
export async function startHarness({
  adapter = true,
  headers = true,
  pieces = 1,
}: HarnessOptions = {}): Promise<Harness> {
  const { folder, base } = inject('site');
  const server = await serveFolder(folder, base, { headers, pieces });
  const browser = await startChromium({ adapter }).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  return {
    server,
    browser,
    openPage: (path, options = {}) => openPage(browser, server, path, options),
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

async function openPage(
  browser: Browser,
  server: Server,
  path: string,
  {
    width = 1280,
    height = 900,
    dark = false,
    javaScript = true,
    webgpu = true,
    insecure = false,
    touch = true,
    phone = false,
  }: PageOptions,
): Promise<OpenedPage> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: javaScript,
    acceptDownloads: true,
    hasTouch: phone,
  });
  context.setDefaultTimeout(STEP_MS);
  const requests: string[] = [];
  const errors: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // Leaving or reloading a page aborts its pending requests.
    if (reason !== 'net::ERR_ABORTED') errors.push(`request failed: ${request.url()} ${reason}`);
  });
  context.on('weberror', (error) => errors.push(`uncaught: ${error.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(`console: ${message.text()} ${message.location().url}`);
  });
  await context.exposeBinding('reportCspViolation', (_source, text: string) => errors.push(`csp: ${text}`));
  await context.addInitScript(recordCspViolations);
  await recordMoves(context);
  if (!webgpu) await context.addInitScript(removeWebGpu);

  const page = await context.newPage();
  const host = insecure ? INSECURE_HOST : '127.0.0.1';
  await page.goto(new URL(path, `http://${host}:${server.port}${server.base}`).href);
  if (javaScript && touch) await untilHydrated(page);
  return {
    page,
    external: () => requests.filter((url) => /^(https?|wss?):/.test(url) && new URL(url).hostname !== host),
    requested: () => [...requests],
    errors: () => [...errors],
    accessibility: async () => {
      // Frames and passed rules are not examined: each takes as long as the rest.
      const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
      const { violations } = await axe.analyze();
      return violations.map(
        ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
      );
    },
    openDetails: (ofRows) => page.evaluate(openDetails, ofRows),
    moves: () => readMoves(page),
    overflow: () => page.evaluate(findOverflow),
    hidden: () => page.evaluate(findHidden),
    enlarge: async (times) => {
      const devTools = await context.newCDPSession(page);
      await devTools.send('Page.setFontSizes', { fontSizes: { standard: 16 * times, fixed: 13 * times } });
      await page.waitForFunction(isLaidOut, 16 * times);
    },
    close: () => context.close(),
  };
}

/** Runs in the page. */
function isLaidOut(letterPx: number): boolean {
  return getComputedStyle(document.documentElement).fontSize === `${letterPx}px`;
}

/** Runs in the page. */
function openDetails(ofRows: 'all' | 'first'): void {
  for (const details of document.querySelectorAll<HTMLDetailsElement>('details:not(.facet)')) {
    const row = details.matches('.row') ? details.closest('tr') : null;
    if (ofRows === 'all' || row === null || row.previousElementSibling?.matches('.panel'))
      details.open = true;
  }
}

/** Runs in the page. */
function findOverflow(): string[] {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const right = (element: Element) => Math.round(element.getBoundingClientRect().right);
  const wide = [...document.querySelectorAll('body *')].filter((element) => right(element) > innerWidth);
  const innermost = wide.filter((element) => !wide.some((one) => one !== element && element.contains(one)));
  return innermost.map(
    (element) =>
      `${element.localName}.${element.className} ends at ${right(element)}: ${element.textContent.slice(0, 40)}`,
  );
}

/** Runs in the page. */
function findHidden(): string[] {
  const parts = [...document.querySelectorAll('.scroll, .bars .name, .bars .detail')];
  return parts
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
    .map(
      ({ className, clientWidth, scrollWidth, textContent }) =>
        `${className} of ${clientWidth} px hides ${scrollWidth - clientWidth}: ${textContent.slice(0, 60)}`,
    );
}

/** Runs in the page before its own scripts. */
function recordCspViolations(): void {
  addEventListener('securitypolicyviolation', (event) => {
    const report: unknown = Reflect.get(globalThis, 'reportCspViolation');
    if (typeof report === 'function') report(`${event.effectiveDirective} blocked ${event.blockedURI}`);
  });
}

/** Runs in the page before its own scripts. */
function removeWebGpu(): void {
  Reflect.deleteProperty(Navigator.prototype, 'gpu');
}
