/** @file Draws a panel into the page, at the width that it has there. */
import type { Panel } from '../rows/compare.ts';
import { leaderboardChart } from './leaderboard.ts';

/** Replaces what `place` holds; does nothing while it has no width. */
export function drawChart(place: HTMLElement, panel: Panel, reference: string): void {
  if (place.clientWidth === 0) return;
  place.replaceChildren(
    leaderboardChart(panel, { width: place.clientWidth, reference, document: place.ownerDocument }),
  );
}
