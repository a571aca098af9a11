/** @file The lines of the table: panels with their rows, and how many rows are left out between them. Pure. */
import type { Compared, Panel } from '../../rows/compare.ts';
import { neighborhood, quotas } from '../../rows/neighborhood.ts';

export type Item =
  | { kind: 'panel'; key: string; panel: Panel }
  | { kind: 'row'; key: string; panel: Panel; row: Compared }
  | { kind: 'gap'; key: string; rows: number };

/** Rows of the table until somebody asks for all: about three screens. */
export const MOST_LISTED = 60;

/** All lines, or those of the best rows and of what matters. */
export function itemsOf(panels: readonly Panel[], all: boolean, matters: (row: Compared) => boolean): Item[] {
  const lengths = panels.map(({ rows }) => rows.length);
  const most = all ? lengths : quotas(lengths, MOST_LISTED);
  return panels.flatMap((panel, index) => [
    { kind: 'panel', key: panel.key, panel } satisfies Item,
    ...linesOf(panel, most[index]!, matters),
  ]);
}

function linesOf(panel: Panel, most: number, matters: (row: Compared) => boolean): Item[] {
  const chosen = neighborhood(panel.rows, most, matters);
  const lines: Item[] = [];
  const gap = (from: number, to: number) => {
    if (to > from) lines.push({ kind: 'gap', key: `${panel.key} ${from}`, rows: to - from });
  };
  let next = 0;
  for (const position of chosen) {
    gap(next, position);
    const row = panel.rows[position]!;
    lines.push({ kind: 'row', key: row.entry.id, panel, row });
    next = position + 1;
  }
  gap(next, panel.rows.length);
  return lines;
}
