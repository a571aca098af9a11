/** @file The figures of a built site: its leaderboards loaded and clicked, its heaviest page of each kind. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Leaderboard } from '../../../data/contract/leaderboard.ts';
import { median } from '../../../data/derive/stats.ts';
import { serveFolder } from '../../browser/serve.ts';
import { measureClicks, measureFloor } from './clicks.ts';
import { type Loading, measureLoading } from './loading.ts';

/** Loads of each page, of which the median counts. */
const LOADS = 3;

const [PHONE, DESKTOP] = [390, 1280];

export interface Figures {
  /** Medians over the loads of the front page and of the largest leaderboard, of which the worse counts. */
  kilobytes: number;
  lcpSeconds: number;
  blockingSeconds: number;
  /** The largest of any load, links with state included. */
  shift: number;
  /** The 50th and the 95th percentile of all clicks. */
  clickMs: [median: number, p95: number];
  restMs: [median: number, p95: number];
  /** The median of clicks on an almost empty page. */
  floorMs: number;
  /** Before and after the first touch. */
  nodes: [before: number, after: number];
}

/** The page of the leaderboard with the most rows. */
function largestBoard(site: string): string {
  const path = join(site, 'data/leaderboard.json');
  const { rows } = JSON.parse(readFileSync(path, 'utf8')) as Leaderboard;
  const groups = [...Map.groupBy(rows, ({ workload, mode }) => `${workload}/${mode}`)];
  const [largest] = groups.toSorted(([, a], [, b]) => b.length - a.length)[0]!;
  const [workload, mode] = largest.split('/');
  return existsSync(join(site, 'workloads', largest, 'index.html'))
    ? `workloads/${largest}/`
    : `?workload=${workload}&mode=${mode}`;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

const percentiles = (values: readonly number[]): [median: number, p95: number] => [
  percentile(values, 0.5),
  percentile(values, 0.95),
];

/** Medians of loads on a slow processor, and of loads on this one, which tell what blocks. */
async function loadOften(browser: Browser, url: string) {
  const loads: { slow: Loading[]; usual: Loading[] } = { slow: [], usual: [] };
  for (let i = 0; i < LOADS; i += 1) {
    loads.slow.push(await measureLoading(browser, { url, width: PHONE, slow: true }));
    loads.usual.push(await measureLoading(browser, { url, width: PHONE, slow: false }));
  }
  const of = (name: keyof Loading, which: keyof typeof loads) =>
    median(loads[which].map((load) => load[name]));
  return {
    kilobytes: of('kilobytes', 'slow'),
    lcpSeconds: of('lcpSeconds', 'slow'),
    blockingSeconds: of('blockingSeconds', 'usual'),
    nodes: of('nodes', 'slow'),
    shift: Math.max(...[...loads.slow, ...loads.usual].map(({ shift }) => shift)),
  };
}

/** Figures of the site in a folder. */
export async function measureSite(browser: Browser, folder: string): Promise<Figures> {
  const server = await serveFolder(folder, '/', { gzip: true });
  const [front, board] = [server.url, server.url + largestBoard(folder)];
  try {
    const clicks = await measureClicks(browser, board);
    const pages = [await loadOften(browser, front), await loadOften(browser, board)];
    const shifts = pages.map(({ shift }) => shift);
    for (const [url, width] of [
      [front, DESKTOP],
      [board, DESKTOP],
      [clicks.link, DESKTOP],
      [clicks.link, PHONE],
    ] as const)
      shifts.push((await measureLoading(browser, { url, width, slow: true })).shift);
    const worst = (name: keyof Loading) => Math.max(...pages.map((page) => page[name]));
    return {
      kilobytes: worst('kilobytes'),
      lcpSeconds: worst('lcpSeconds'),
      blockingSeconds: worst('blockingSeconds'),
      shift: Math.max(...shifts),
      clickMs: percentiles(clicks.milliseconds),
      restMs: percentiles(clicks.untilRest),
      floorMs: median(await measureFloor(browser)),
      nodes: [worst('nodes'), clicks.nodes],
    };
  } finally {
    await server.close();
  }
}
