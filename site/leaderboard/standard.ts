/** @file What a leaderboard shows before anybody has chosen something. Pure. */
import { modeWords } from '../rows/format.ts';
import type { ListedRow } from '../rows/named-row.ts';
import { createScope } from './view/scope.ts';
import { type Shown, shownOf } from './view/shown.ts';
import { DEFAULT_VIEW } from './view/view.ts';

/** All modes in display order. */
const MODES = Object.keys(modeWords) as (keyof typeof modeWords)[];

/** Modes that have rows, in display order. */
export function modesOf(rows: readonly Pick<ListedRow, 'mode'>[]): ListedRow['mode'][] {
  const modes = new Set(rows.map(({ mode }) => mode));
  return MODES.filter((mode) => modes.has(mode));
}

/**
 * The panels of a workload and mode without a filter.
 * @param rows of one workload and mode
 * @param baseline catalogue id of the i7-8700
 */
export const standardShown = (rows: readonly ListedRow[], baseline: string): Shown =>
  shownOf(createScope(rows), DEFAULT_VIEW, baseline);
