/** @file What the page of a workload shows of each of its modes: a headline, small charts, and how much more there is. Pure. */
import type { Mode } from '../../data/contract/words.ts';
import { counted } from '../../data/derive/counted.ts';
import { shortName } from '../../data/derive/device-names.ts';
import { isSweep, type Panel, toPanels } from '../rows/compare.ts';
import { modeWords } from '../rows/format.ts';
import { groupRows } from '../rows/group.ts';
import { listWords } from '../rows/list-words.ts';
import type { ListedRow } from '../rows/named-row.ts';
import { isSound } from '../rows/sound.ts';

export interface ModeResults {
  mode: Mode;
  /** Number of rows of the mode. */
  rows: number;
  /** The panel that the headline is about; undefined if there are no rows. */
  first: Panel | undefined;
  /** Which chips have results in other settings, in a sentence; null where the headline is about several chips, or there are none. */
  elsewhere: string | null;
  /** The panels to draw: of each device its best row. */
  charts: Panel[];
  /** Settings that are not drawn because a single device has them, or because there are enough charts. */
  more: number;
}

/** Charts of a mode; the leaderboard has all. */
const MOST_CHARTS = 3;

/**
 * The results of a workload by mode.
 * @param entries The rows of the workload.
 * @param baseline Catalogue id of what is 1.0x.
 * @param charted Whether a scaling chart shows the length sweeps of a mode, so that none is drawn here.
 */
export function modeResults(
  entries: readonly ListedRow[],
  baseline: string,
  charted: (mode: Mode) => boolean,
): ModeResults[] {
  const byMode = Map.groupBy(entries, ({ mode }) => mode);
  return (Object.keys(modeWords) as Mode[]).flatMap((mode) => {
    const rows = byMode.get(mode);
    if (rows === undefined) return [];
    const baselines = rows.filter(({ hardware }) => hardware === baseline);
    const groups = groupRows(rows, 'median').map(({ row }) => row);
    const panels = toPanels(groups, null, baselines);
    const drawn = panels
      .filter((panel) => panel.ranked && !(charted(mode) && isSweep(panel)))
      .map(bestOfEachDevice)
      .filter((panel) => panel.rows.length > 1)
      .slice(0, MOST_CHARTS);
    return [
      {
        mode,
        rows: rows.length,
        first: panels[0],
        elsewhere: elsewhereWords(panels),
        charts: drawn,
        more: panels.length - drawn.length,
      },
    ];
  });
}

/** Chips that are named; the leaderboard has all. */
const MOST_NAMED = 3;

/** "Other settings have results of the H200 SXM, RTX 2070 and 2 more chips." */
function elsewhereWords([first, ...others]: readonly Panel[]): string | null {
  const chipsOf = (panels: readonly Panel[]) =>
    new Set(
      panels.flatMap(({ rows }) =>
        rows.flatMap(({ entry }) => (isSound(entry) ? [shortName(entry.name)] : [])),
      ),
    );
  const here = chipsOf(first === undefined ? [] : [first]);
  const names = [...chipsOf(others)].filter((name) => !here.has(name));
  if (here.size > 1 || names.length === 0) return null;
  const named = names.slice(0, MOST_NAMED);
  const more = names.length - named.length;
  return `Other settings have results of the ${listWords([...named, ...(more === 0 ? [] : [counted(more, 'more chip')])])}.`;
}

/** The first row of each device, and the row that is 1.0x. */
function bestOfEachDevice(panel: Panel): Panel {
  const seen = new Set<string>();
  const rows = panel.rows.filter(({ entry, ratio }) => {
    const device = `${entry.name} ${entry.kind}`;
    const first = !seen.has(device);
    seen.add(device);
    return first || ratio === 1;
  });
  return { ...panel, rows };
}
