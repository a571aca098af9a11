/** @file The results of a chip or a machine as tables: by workload and mode, then by setting, one line an engine. Pure. */
import { median } from '../../data/derive/stats.ts';
import { ownSettings, type Panel, toPanels } from '../rows/compare.ts';
import { modeWords } from '../rows/format.ts';
import { engineDetail, type NamedRow } from '../rows/named-row.ts';

/** What one engine reached in one setting, on one machine or on several with the same chip. */
export interface Line {
  /** The fastest of `rows`. */
  best: NamedRow;
  rows: readonly NamedRow[];
  /** "PyTorch CUDA". */
  engine: string;
  /** Settings that the other lines of the setting do not share. */
  settings: readonly string[];
  /** The median over the machines, in the unit of the best row. */
  value: number;
  /** The range over the machines; of one machine its interval; null if there is a single value. */
  spread: { low: number; high: number } | null;
  /** The median over the machines of the times faster than the i7-8700; null if it has no value. */
  ratio: number | null;
}

export interface Setting {
  title: string;
  lines: Line[];
}

/** All results of a workload in one mode. */
export interface Results {
  workload: string;
  mode: NamedRow['mode'];
  settings: Setting[];
  /** Lines of all settings. */
  lines: number;
}

/** @param order Ids of the workloads in the order of the tables. */
export function resultsOf(rows: readonly NamedRow[], order: readonly string[]): Results[] {
  const groups = Map.groupBy(rows, ({ workload, mode }) => `${workload} ${mode}`);
  const place = ({ workload, mode }: Pick<NamedRow, 'workload' | 'mode'>) =>
    order.indexOf(workload) * modes.length + modes.indexOf(mode);
  return [...groups.values()]
    .map((group) => {
      const { workload, mode } = group[0]!;
      const settings = toPanels(group, null).map(toSetting);
      return { workload, mode, settings, lines: settings.reduce((sum, { lines }) => sum + lines.length, 0) };
    })
    .toSorted((a, b) => place(a) - place(b));
}

const modes = Object.keys(modeWords) as NamedRow['mode'][];

function toSetting(panel: Panel<NamedRow>): Setting {
  const entries = panel.rows.map(({ entry }) => entry);
  const same = (entry: NamedRow) =>
    JSON.stringify([entry.comparisonKey, engineDetail(entry), entry.kind, entry.hardware ?? entry.name]);
  return {
    title: panel.title,
    lines: [...Map.groupBy(entries, same).values()].map((rows) => toLine(rows, panel)),
  };
}

function toLine(rows: readonly NamedRow[], panel: Panel<NamedRow>): Line {
  const best = rows[0]!;
  const values = rows.map(({ value }) => value);
  const ratios = rows.flatMap(({ speedup }) => (speedup === null ? [] : [speedup]));
  return {
    best,
    rows,
    engine: engineDetail(best),
    settings: ownSettings(best, panel),
    value: median(values),
    spread: rows.length > 1 ? { low: Math.min(...values), high: Math.max(...values) } : best.ci,
    ratio: ratios.length === 0 ? null : median(ratios),
  };
}

/** The first lines of all results, at most `most`, and the number of those left out. */
export function cut(results: readonly Results[], most: number): { shown: Results[]; left: number } {
  let room = most;
  const shown = results.flatMap((one) => {
    const settings = one.settings.flatMap((setting) => {
      const lines = setting.lines.slice(0, room);
      room -= lines.length;
      return lines.length === 0 ? [] : [{ ...setting, lines }];
    });
    return settings.length === 0 ? [] : [{ ...one, settings }];
  });
  const all = results.reduce((sum, { lines }) => sum + lines, 0);
  return { shown, left: Math.max(0, all - most) };
}
