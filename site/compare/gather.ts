/** @file Gathers the values of every chip and machine from the rows of the leaderboard; runs once, when the site is built. Pure. */
import { hash53 } from '../../data/derive/hash.ts';
import { settings } from '../rows/compare.ts';
import { type Group, groupRows } from '../rows/group.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { isHeldBack } from '../rows/sound.ts';
import { type Listed, pathOf } from './values/directory.ts';
import { settingOf } from './values/setting.ts';
import { type SubjectFile, toFile, type Value } from './values/subject-file.ts';

/** Whether a row may be compared: one that is held back, emulated or from a smoke run may not. */
export const isComparable = (row: Pick<NamedRow, 'rankReason' | 'kind'>): boolean =>
  row.kind !== 'software' && !isHeldBack(row);

/** A chip or a machine with its values. */
export interface Gathered {
  listed: Listed;
  /** Path of its file below `/compare/`, with a hash of the contents. */
  path: string;
  file: SubjectFile;
}

/** The value of a group: the median of its machines. */
function toValue({ row, members }: Group): Value {
  const ranked = members.filter(({ rankReason }) => rankReason === null).length;
  const counted = ranked > 0 ? ranked : members.length;
  const repetitions = row.machines > 1 ? row.machines : row.n;
  return {
    setting: settingOf(row.comparisonKey, settings(row).join(' · ')),
    engine: row.engine,
    device: { kind: row.device.kind, api: row.device.api },
    value: row.value,
    interval: row.ci && { low: row.ci.low, high: row.ci.high },
    count: row.ci === null ? null : counted > 1 ? counted : repetitions,
    machines: row.machines,
    disputed: members.some(({ trust }) => trust === 'disputed'),
    baselineValue: row.baselineValue,
  };
}

const valuesOf = (rows: readonly NamedRow[]): Value[] => groupRows(rows, 'median').map(toValue);

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
