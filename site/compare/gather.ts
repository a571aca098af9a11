/** @file Gathers the values of every chip and machine from the rows of the leaderboard; runs once, when the site is built. Pure. */
import { hash53 } from '../../data/derive/hash.ts';
import { median, medianInterval } from '../../data/derive/stats.ts';
import { settings } from '../rows/compare.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { type Listed, pathOf } from './values/directory.ts';
import { settingOf } from './values/setting.ts';
import { type SubjectFile, toFile, type Value } from './values/subject-file.ts';

/** A row that is not ranked only because its hardware has no known peak can still be compared. */
const UNKNOWN_HARDWARE = 'Unknown hardware';

/** Whether a row may be compared: one that is held back, emulated or from a smoke run may not. */
export const isComparable = ({ rankReason, kind }: Pick<NamedRow, 'rankReason' | 'kind'>): boolean =>
  kind !== 'software' && (rankReason === null || rankReason.startsWith(UNKNOWN_HARDWARE));

/** A chip or a machine with its values. */
export interface Gathered {
  listed: Listed;
  /** Path of its file below `/compare/`, with a hash of the contents. */
  path: string;
  file: SubjectFile;
}

/** One value of the rows of one chip, engine and setting: the median of the machines. */
function toValue(rows: readonly NamedRow[]): Value {
  const [first] = rows;
  const { comparisonKey, engine, device, ci, n } = first!;
  const values = rows.map(({ value }) => value);
  const machines = rows.reduce((sum, row) => sum + row.machines, 0);
  const own = rows.length === 1;
  const interval = own ? ci : medianInterval(values);
  const count = own ? (first!.machines > 1 ? first!.machines : n) : rows.length;
  return {
    setting: settingOf(comparisonKey, settings(first!).join(' · ')),
    engine,
    device: { kind: device.kind, api: device.api },
    value: median(values),
    interval: interval === null ? null : { low: interval.low, high: interval.high },
    count: interval === null ? null : count,
    machines,
    disputed: rows.some(({ trust }) => trust === 'disputed'),
    baselineValue: first!.baselineValue,
  };
}

const sameWork = ({ comparisonKey, engine, device, languageModel }: NamedRow) =>
  [comparisonKey, engine, device.kind, device.api, languageModel?.gpuLayers ?? 'all'].join(' | ');

const valuesOf = (rows: readonly NamedRow[]): Value[] =>
  [...Map.groupBy(rows, sameWork).values()].map(toValue);

function gatheredOf(kind: Listed['kind'], id: string, name: string, rows: readonly NamedRow[]): Gathered {
  const file = toFile(valuesOf(rows));
  const hash = hash53(JSON.stringify(file)).toString(36);
  const engines = [...new Set(rows.map(({ engine }) => engine))];
  const listed = { kind, id, name, vendor: rows[0]!.vendor, hash, settings: file.settings.length, engines };
  return { listed, path: pathOf(listed), file };
}

/**
 * Every chip of the catalogue and every machine with values, those with most settings first. The files grow with the rows and
 * not with their pairs.
 * @param names Names of chips in the catalogue, by id.
 */
export function gather(entries: readonly NamedRow[], names: ReadonlyMap<string, string>): Gathered[] {
  const rows = entries.filter(isComparable);
  const chips = [...Map.groupBy(rows, ({ hardware }) => hardware)].flatMap(([id, group]) =>
    id === null ? [] : [gatheredOf('chip', id, names.get(id) ?? group[0]!.name, group)],
  );
  const machines = [...Map.groupBy(rows, ({ machine }) => machine.id)].map(([id, group]) =>
    gatheredOf('machine', id, group[0]!.machine.name, group),
  );
  const most = (a: Gathered, b: Gathered) =>
    b.listed.settings - a.listed.settings || (a.listed.id < b.listed.id ? -1 : 1);
  return [...chips.toSorted(most), ...machines.toSorted(most)];
}
