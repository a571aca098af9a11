/** @file Renders charts to SVG at build time for three widths; the page shows the one that fits. */
import { JSDOM } from 'jsdom';
import type { Panel } from '../rows/compare.ts';
import type { ScalingPanel } from '../rows/scaling.ts';
import { leaderboardChart } from './leaderboard.ts';
import { scalingChart } from './scaling.ts';

/** Widths in CSS pixels by the class name that shows them. */
export const STILL_WIDTHS = { phone: 350, tablet: 600, desktop: 1016 } as const;

interface Still {
  screen: keyof typeof STILL_WIDTHS;
  svg: string;
}

/** The panel's SVG for each width; serialization escapes the text. */
export const stillCharts = (panel: Panel, reference: string): Still[] =>
  atEachWidth((width, document) => leaderboardChart(panel, { width, reference, document }));

/** Like `stillCharts`, for a scaling panel. */
export const stillScalings = (panel: ScalingPanel): Still[] =>
  atEachWidth((width, document) => scalingChart(panel, { width, document }));

function atEachWidth(draw: (width: number, document: Document) => SVGSVGElement): Still[] {
  const { document } = new JSDOM('').window;
  return (Object.keys(STILL_WIDTHS) as (keyof typeof STILL_WIDTHS)[]).map((screen) => ({
    screen,
    svg: draw(STILL_WIDTHS[screen], document).outerHTML,
  }));
}
