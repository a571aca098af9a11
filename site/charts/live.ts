/** @file Draws a panel in the browser at the width of its element. */
import type { Panel } from '../rows/compare.ts';
import { leaderboardChart } from './leaderboard.ts';

/** Replaces the contents of `place` with the chart; does nothing while its width is 0. */
export function drawChart(place: HTMLElement, panel: Panel, reference: string): void {
  if (place.clientWidth === 0) return;
  place.replaceChildren(
    leaderboardChart(panel, { width: place.clientWidth, reference, document: place.ownerDocument }),
  );
}
