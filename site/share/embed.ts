/** @file The small view of a leaderboard that other sites show in a frame, and the texts that bring it there. Pure. */
import { type Panel, toPanels } from '../rows/compare.ts';
import { link, workloadPath } from '../rows/links.ts';
import type { ListedRow } from '../rows/named-row.ts';

/** Devices in a frame; the link to the whole leaderboard stands below them. */
export const MOST_DEVICES = 8;

/** A frame follows the theme of the system, or has the one of the page around it. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The page for a frame. */
export const embedPath = (workload: string, mode: string, theme: Theme = 'system'): `/${string}` =>
  `/embed${workloadPath(workload, mode)}${theme === 'system' ? '' : `${theme}/`}`;

export interface Embedded {
  /** The first panel with the fastest row of each device; null without rows. */
  panel: Panel | null;
  /** Devices in the whole panel. */
  devices: number;
}

/** The fastest devices of the first panel of a workload and mode; the baseline stays if it has a row. */
export function embedded(rows: readonly ListedRow[], baseline: string): Embedded {
  const baselines = rows.filter(({ hardware }) => hardware === baseline);
  const panel = toPanels(rows, null, baselines)[0];
  if (panel === undefined) return { panel: null, devices: 0 };
  const byDevice = Map.groupBy(panel.rows, ({ entry }) => `${entry.name} ${entry.kind}`);
  const fastest = [...byDevice.values()].map(([first]) => first!);
  const one = fastest.slice(MOST_DEVICES - 1).find(({ entry }) => entry.hardware === baseline);
  const shown = one ? [...fastest.slice(0, MOST_DEVICES - 1), one] : fastest.slice(0, MOST_DEVICES);
  return { panel: { ...panel, rows: shown }, devices: fastest.length };
}

/** Height of a frame in CSS pixels that shows all of it on a phone. */
export const frameHeight = (rows: number): number => 190 + rows * 64;

/** Escapes a text for an attribute or the content of HTML. */
const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The element that shows the frame. */
export const frameSnippet = (address: string, title: string, height: number): string =>
  `<iframe src="${html(address)}" title="${html(title)}" width="100%" height="${height}" loading="lazy" style="border: 0"></iframe>`;

/** A badge with its link, as HTML and as Markdown. */
export function badgeSnippets(image: string, page: string, alt: string): { html: string; markdown: string } {
  const text = alt.replaceAll(/[[\]\\]/g, String.raw`\$&`);
  return {
    html: `<a href="${html(page)}"><img src="${html(image)}" alt="${html(alt)}"></a>`,
    markdown: `[![${text}](${image})](${page})`,
  };
}

/** A whole address if the build knows its host; otherwise a path, which the script of the page completes. */
export const addressOf = (path: `/${string}`, site: URL | undefined): string =>
  site ? new URL(link(path), site).href : link(path);
