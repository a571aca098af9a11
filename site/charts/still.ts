/** @file Charts as SVG text at build time, one for each of three widths: the page shows the one that fits. */
import { JSDOM } from 'jsdom';
import type { Panel } from '../lib/compare.ts';
import { leaderboardChart } from './leaderboard.ts';

/** Widths in CSS pixels with the name of the style rule that shows them. */
export const STILL_WIDTHS = { phone: 350, tablet: 600, desktop: 1016 } as const;

/** The panel's SVG for each width; text is escaped by the serialiser of the document. */
export function stillCharts(
  panel: Panel,
  reference: string,
): { screen: keyof typeof STILL_WIDTHS; svg: string }[] {
  const { document } = new JSDOM('').window;
  return (Object.keys(STILL_WIDTHS) as (keyof typeof STILL_WIDTHS)[]).map((screen) => ({
    screen,
    svg: leaderboardChart(panel, { width: STILL_WIDTHS[screen], reference, document }).outerHTML,
  }));
}
