/** @file Loads a page over slow 4G and measures it until it rests, before anyone touches it. */
import type { Browser, CDPSession, Page } from 'playwright-core';

/** Slow 4G as Lighthouse simulates it (docs/throttling.md there): 150 ms of latency, 1.6 and 0.75 Mbit/s. */
const SLOW_4G = {
  offline: false,
  latency: 150,
  downloadThroughput: 1.6e6 / 8,
  uploadThroughput: 0.75e6 / 8,
};

/** A phone's processor is this many times slower. */
const SLOWDOWN = 4;

/** A page rests when nothing has been loaded for half a second and this time after. */
const REST_MS = 1500;

export interface Loading {
  /** Bytes of all responses with their headers, compressed. */
  kilobytes: number;
  /** When the largest text or picture of the first screen appeared. */
  lcpSeconds: number;
  /**
   * What the tasks of the main thread would take beyond 50 ms each on the slow processor: their CPU time, times the slowdown,
   * so that other load on the machine counts little. Only of a load that is not slowed down: slowing it down takes CPU time.
   */
  blockingSeconds: number;
  /** Sum of all layout shifts. */
  shift: number;
  /** Elements of the document. */
  nodes: number;
}

export interface Visit {
  url: string;
  width: number;
  /** Whether the processor is slowed down. */
  slow: boolean;
}

/** Runs in the page before its own scripts. */
function observe(): void {
  const seen = { lcp: 0, shift: 0 };
  Reflect.set(globalThis, 'seenByPerf', seen);
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) seen.lcp = startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.shift += Reflect.get(entry, 'value') as number;
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Runs in the page. */
function readObserved(): { lcp: number; shift: number; nodes: number } {
  const seen = Reflect.get(globalThis, 'seenByPerf') as { lcp: number; shift: number };
  return { ...seen, nodes: document.querySelectorAll('*').length };
}

/** An event of Chromium's trace, as far as it is used. */
interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** CPU time in microseconds. */
  tdur?: number;
  args?: {
    data?: {
      /** Of the document that a `CommitLoad` begins. */
      url?: string;
    };
  };
}

const BLOCKING_US = 50_000;

const blockingUs = ({ tdur = 0 }: TraceEvent): number => Math.max(0, SLOWDOWN * tdur - BLOCKING_US);

/**
 * Starts a trace; the function that it returns ends it and adds up what blocked the main thread of the page. Chromium's own
 * pages, such as that of a new tab, have other processes and do not count.
 */
async function traceTasks(browser: Browser, { url }: Visit): Promise<() => Promise<number>> {
  const session: CDPSession = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const categories = ['disabled-by-default-devtools.timeline', 'devtools.timeline'];
  const { origin } = new URL(url);
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories },
  });
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await complete;
    await session.detach();
    const place = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
    const isOwn = ({ name, args }: TraceEvent) =>
      name === 'CommitLoad' && args?.data?.url?.startsWith(`${origin}/`) === true;
    const mains = new Set(events.filter(isOwn).map(place));
    if (mains.size === 0) throw new Error(`${url}: Chromium's trace tells no load of it`);
    const tasks = events.filter((event) => event.name === 'RunTask' && mains.has(place(event)));
    return tasks.reduce((sum, task) => sum + blockingUs(task), 0) / 1e6;
  };
}

/** Counts the bytes that a page receives. */
async function countBytes(session: CDPSession): Promise<() => number> {
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await session.send('Network.enable');
  return () => bytes;
}

/** Opens the URL in a fresh profile. */
export async function measureLoading(browser: Browser, visit: Visit): Promise<Loading> {
  const { url, width, slow } = visit;
  const context = await browser.newContext({ viewport: { width, height: 844 } });
  await context.addInitScript(observe);
  const page: Page = await context.newPage();
  const session = await context.newCDPSession(page);
  const bytes = await countBytes(session);
  await session.send('Network.emulateNetworkConditions', SLOW_4G);
  if (slow) await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  const blocking = await traceTasks(browser, visit);
  await page.goto(url, { waitUntil: 'networkidle', timeout: 120_000 });
  await page.waitForTimeout(REST_MS);
  const blockingSeconds = await blocking();
  const { lcp, shift, nodes } = await page.evaluate(readObserved);
  await context.close();
  return { kilobytes: bytes() / 1000, lcpSeconds: lcp / 1000, blockingSeconds, shift, nodes };
}
