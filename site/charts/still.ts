/** @file Renders the chart of a scaling to SVG at build time for three widths; the page shows the one that fits. */
import { JSDOM } from 'jsdom';
import type { ScalingPanel } from '../rows/scaling.ts';
import { scalingChart } from './scaling.ts';

/** Widths in CSS pixels by the class name that shows them. */
const STILL_WIDTHS = { phone: 288, tablet: 600, desktop: 1016 } as const;

interface Still {
  screen: keyof typeof STILL_WIDTHS;
  svg: string;
}

/** The panel's SVG for each width; serialization escapes the text. */
export function stillScalings(panel: ScalingPanel): Still[] {
  const { document } = new JSDOM('').window;
  return (Object.keys(STILL_WIDTHS) as (keyof typeof STILL_WIDTHS)[]).map((screen) => ({
    screen,
    svg: scalingChart(panel, { width: STILL_WIDTHS[screen], document }).outerHTML,
  }));
}
