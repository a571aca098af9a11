/** @file The size of a leaderboard's chart; separate from the drawing, so that a page can reserve its space before Plot is loaded. */
import { type Compared, ownSettings, type Panel } from '../rows/compare.ts';
import { kindWords } from '../rows/format.ts';
import { type Layout, narrowLayout, wideLayout } from './layout.ts';

/** Width in CSS pixels below which the label is above its line. */
export const NARROW = 860;

/** Maximum number of rows in a chart; a longer one would not fit on a screen. */
export const MOST_ROWS = { narrow: 15, wide: 30 } as const;

export interface ChartSize {
  narrow: boolean;
  layout: Layout;
  /** The rows that are drawn, in the order of the panel. */
  drawn: readonly Compared[];
  /** Number of rows that are not drawn. */
  rest: number;
  /** Space below the rows, in CSS pixels. */
  bottom: number;
  /** Of the whole chart, in CSS pixels. */
  height: number;
}

/** The rows that fit into a chart of a width in CSS pixels, and its height. */
export function sizeOf(panel: Panel, width: number): ChartSize {
  const narrow = width < NARROW;
  const most = narrow ? MOST_ROWS.narrow : MOST_ROWS.wide;
  // One or two more rows are drawn, because the note about omitted rows takes as much space.
  const drawn = panel.rows.length <= most + 2 ? panel.rows : panel.rows.slice(0, most);
  const rest = panel.rows.length - drawn.length;
  const layout = narrow
    ? narrowLayout(width)
    : wideLayout(drawn.some((row) => settingsText(row, panel) !== ''));
  const bottom = rest > 0 ? 30 : 8;
  return {
    narrow,
    layout,
    drawn,
    rest,
    bottom,
    height: layout.top + bottom + drawn.length * layout.rowHeight,
  };
}

/** The settings of a row that differ from those of its panel; an empty string if there are none. */
export function settingsText({ entry }: Compared, panel: Panel): string {
  const software = entry.kind === 'software' ? [kindWords.software] : [];
  return [...software, ...ownSettings(entry, panel)].join(' · ');
}
