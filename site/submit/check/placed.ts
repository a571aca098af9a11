/** @file Puts the placement of a file into the words and charts of the site. Pure. */
import {
  baseline,
  engineShares,
  engines,
  findHardware,
  findWorkload,
} from '../../../data/catalogue/index.ts';
import type { Row } from '../../../data/contract/leaderboard.ts';
import { counted } from '../../../data/derive/counted.ts';
import { shortName } from '../../../data/derive/device-names.ts';
import { nameRows } from '../../../data/derive/rows/names.ts';
import { timesFaster } from '../../../data/derive/stats.ts';
import { type Compared, type Panel, settings, toPanels } from '../../rows/compare.ts';
import { modeWords } from '../../rows/format.ts';
import { engineDetail, type NamedRow } from '../../rows/named-row.ts';
import { isHeldBack } from '../../rows/sound.ts';
import type { Placement } from './place.ts';
import type { PlacedCharts, PlacedReport, PlacedRow } from './report.ts';

const engineNames = new Map<string, string>(engines.map(({ id, name }) => [id, name]));

/** Rows of a chart: enough to see the best and the neighbors of the file's rows. */
const MOST_BARS = 24;
const BEST = 3;

/** Before the name of a row that the file has a value of: a chart cuts off the end of a long name. */
const OWN = 'This file: ';

function named(rows: Row[]): NamedRow[] {
  const ids = new Set(rows.flatMap(({ hardware }) => hardware ?? []));
  return nameRows({ rows, hardware: [...ids].map(findHardware) }, engineNames, engineShares);
}

const titleOf = ({ workload, mode }: Pick<Row, 'workload' | 'mode'>): string =>
  `${findWorkload(workload)?.title ?? workload}, ${modeWords[mode]}`;

/** The best rows of a panel, the file's rows and what stands around them, in the order of the panel. */
function neighborhood(panel: Panel, own: ReadonlySet<string>): Panel {
  const { rows } = panel;
  if (rows.length <= MOST_BARS) return panel;
  const places = rows.flatMap(({ entry }, index) => (own.has(entry.id) ? [index] : []));
  const around = Math.max(1, Math.floor((MOST_BARS - BEST) / places.length / 2));
  const isNear = (index: number) => places.some((place) => Math.abs(place - index) <= around);
  const shown = rows.filter((_, index) => index < BEST || isNear(index)).slice(0, MOST_BARS);
  const note = `${shown.length} of ${rows.length} rows: the best, and those around this file’s.`;
  return { ...panel, note: panel.note === null ? note : `${panel.note} ${note}`, rows: shown };
}

/** Drawn where it would stand, although ingest gives a value that is held back no ratio. */
function withRatio(row: Compared, rows: readonly Compared[]): Compared {
  const { entry, ratio } = row;
  const base = rows.find(({ entry: other }) => other.baselineValue !== null)?.entry.baselineValue;
  return ratio === null && base
    ? { ...row, ratio: timesFaster(entry.higherIsBetter, entry.value, base) }
    : row;
}

/** A panel that draws the file's values that are held back, too, with the reasons below its heading. */
function withHeldBack(panel: Panel, own: ReadonlySet<string>): Panel {
  const held = panel.rows.filter(({ entry }) => own.has(entry.id) && isHeldBack(entry));
  if (held.length === 0) return panel;
  const reasons = [...new Set(held.map(({ entry }) => entry.rankReason!))].join(' ');
  const note = `Of this file, ${counted(held.length, 'value')} ${held.length === 1 ? 'is' : 'are'} drawn where ${held.length === 1 ? 'it' : 'they'} would stand, but not ranked. ${reasons}`;
  return {
    ...panel,
    note: panel.note === null ? note : `${panel.note} ${note}`,
    rows: panel.rows.map((row) => (held.includes(row) ? withRatio(row, panel.rows) : row)),
  };
}

/** The panels of one workload and mode that the file has rows in. */
function chartsOf(entries: readonly NamedRow[], own: ReadonlySet<string>): PlacedCharts[] {
  const groups = Map.groupBy(entries, titleOf);
  return [...groups].flatMap(([title, group]) => {
    const panels = toPanels(group, null)
      .filter(({ rows }) => rows.some(({ entry }) => own.has(entry.id)))
      // A single row has nothing to be compared with.
      .filter(({ rows }) => rows.length > 1)
      .map((panel) => withHeldBack(neighborhood(panel, own), own));
    return panels.length === 0 ? [] : [{ title, panels }];
  });
}

/** Number of ranked rows of each comparison key. */
function rankedOf(rows: readonly Row[]): Map<string, number> {
  const ranked = rows.filter(({ rank }) => rank !== null);
  return new Map(
    [...Map.groupBy(ranked, ({ comparisonKey }) => comparisonKey)].map(([key, { length }]) => [key, length]),
  );
}

/**
 * @param known Rows of the leaderboard that decide about the places.
 * @param left Files of the same machine that were too many to read.
 */
export function toPlacedReport(placement: Placement, known: readonly Row[], left: number): PlacedReport {
  const all = [...placement.rows, ...placement.kept, ...placement.doubted, ...placement.others];
  const counts = rankedOf(all);
  const before = new Set(known.map(({ id }) => id));
  const own = new Set([...placement.rows, ...placement.doubted].map(({ id }) => id));
  const entries = named(all);
  const names = new Map(entries.map((entry) => [entry.id, entry]));
  const shown = entries.map((entry) =>
    own.has(entry.id) ? { ...entry, name: `${OWN}${shortName(entry.name)}` } : entry,
  );
  const toPlaced = (row: Row): PlacedRow => {
    const entry = names.get(row.id)!;
    return {
      row,
      name: entry.name,
      workload: titleOf(row),
      engine: engineDetail(entry),
      settings: settings(entry),
      of: counts.get(row.comparisonKey) ?? 0,
      before: before.has(row.id),
      keptBecause: placement.reasons.get(row.id) ?? null,
    };
  };
  return {
    rows: placement.rows.map(toPlaced),
    kept: placement.kept.map(toPlaced),
    charts: chartsOf(shown, own),
    moved: placement.moved,
    gaps: placement.gaps,
    left,
    reference: findHardware(baseline.hardware).name,
  };
}
