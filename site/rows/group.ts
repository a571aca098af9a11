/**
 * @file Groups: one row for a device and an engine, of all machines that measured the same. Its value is the median or the
 * best of theirs; it opens to them. Pure.
 */

import { shareOfPeak } from '../../data/derive/bounds/share-of-peak.ts';
import { hash53 } from '../../data/derive/hash.ts';
import { type Contender, placesAmong } from '../../data/derive/rows/places.ts';
import { median, medianInterval, timesFaster } from '../../data/derive/stats.ts';
import type { ListedRow } from './named-row.ts';

/** Whose value a group shows. */
export const PICKS = ['median', 'best'] as const;
export type Picked = (typeof PICKS)[number];

export interface Group {
  /** The row that stands for all: that of its only machine, or one with the value and the interval of all. */
  row: ListedRow;
  /** The rows behind it, fastest first. Rows that are not ranked count only if none is. */
  members: readonly ListedRow[];
}

/** What rows of one group share: device, API, engine, the layers on the device, origin, and everything in the comparison key. */
const groupKey = ({
  hardware,
  device,
  engine,
  provenance,
  comparisonKey,
  languageModel,
}: ListedRow): string =>
  [
    hardware ?? device.name,
    device.kind,
    device.api,
    device.software,
    engine,
    languageModel?.gpuLayers ?? '',
    provenance,
    comparisonKey,
  ].join('|');

/** All groups of rows, in the order of their first rows. */
export function groupRows(rows: readonly ListedRow[], pick: Picked): Group[] {
  const groups = [...Map.groupBy(rows, groupKey)].map(([key, members]) => toGroup(key, members, pick));
  return withPlaces(groups);
}

/** The group of some of its machines, such as those that a filter left. */
export function groupOf(members: readonly ListedRow[], pick: Picked): Group {
  return toGroup(groupKey(members[0]!), members, pick);
}

/** Positive if `a` is faster. */
const bySpeed = (a: ListedRow, b: ListedRow): number =>
  a.higherIsBetter ? a.value - b.value : b.value - a.value;

function toGroup(key: string, all: readonly ListedRow[], pick: Picked): Group {
  if (all.length === 1) return { row: all[0]!, members: all };
  const members = all.toSorted((a, b) => bySpeed(b, a) || (a.id < b.id ? -1 : 1));
  const ranked = members.filter(({ rankReason }) => rankReason === null);
  const counted = ranked.length > 0 ? ranked : members;
  return { row: { ...pickRow(counted, pick), ...ofAll(key, counted) }, members };
}

/** The fastest row, or the row in the middle with the median of all. */
function pickRow(fastestFirst: readonly ListedRow[], pick: Picked): ListedRow {
  if (pick === 'best') return fastestFirst[0]!;
  const middle = fastestFirst[Math.floor((fastestFirst.length - 1) / 2)]!;
  const values = fastestFirst.map(({ value }) => value);
  const value = median(values);
  const interval = medianInterval(values);
  const ci = interval ?? middle.ci;
  return {
    ...middle,
    value,
    ci,
    samplesPerSecond: scaled(middle, middle.samplesPerSecond, value),
    ...shareOfPeak(scaled(middle, middle.utilization, value), middle.utilizationOf),
    ...speedupOf(middle, value, ci),
  };
}

/** A rate of the row in the middle at the speed of the median. */
const scaled = ({ higherIsBetter, value }: ListedRow, rate: number | null, median: number): number | null =>
  rate === null ? null : rate * timesFaster(higherIsBetter, median, value);

function speedupOf(
  row: ListedRow,
  value: number,
  ci: ListedRow['ci'],
): { speedup?: number; speedupCi?: NonNullable<ListedRow['speedupCi']> } {
  const { baselineValue, higherIsBetter } = row;
  if (row.speedup === null || baselineValue === null) return {};
  const [low, high] = baselineEnds(row, baselineValue);
  const ends = [ci?.low ?? value, ci?.high ?? value].flatMap((one) =>
    [low, high].map((base) => timesFaster(higherIsBetter, one, base)),
  );
  return {
    speedup: timesFaster(higherIsBetter, value, baselineValue),
    speedupCi: { low: Math.min(...ends), high: Math.max(...ends) },
  };
}

/** The interval of the baseline's value, which follows from those of a row and of its speedup. */
function baselineEnds({ value, ci, speedupCi, higherIsBetter }: ListedRow, base: number): [number, number] {
  if (speedupCi === null) return [base, base];
  const [low, high] = [ci?.low ?? value, ci?.high ?? value];
  return higherIsBetter
    ? [high / speedupCi.high, low / speedupCi.low]
    : [speedupCi.low * high, speedupCi.high * low];
}

/** What belongs to all counted rows of a group. */
function ofAll(key: string, rows: readonly ListedRow[]) {
  const counts = rows.map(({ n }) => n);
  return {
    id: `group-${hash53(key).toString(36)}`,
    machines: sum(rows.map(({ machines }) => machines)),
    runs: sum(rows.map(({ runs }) => runs)),
    n: counts.some((n) => n === null) ? null : sum(counts as number[]),
    date: rows
      .map(({ date }) => date)
      .toSorted()
      .at(-1)!,
    measuredBy: [...new Set(rows.flatMap(({ measuredBy }) => measuredBy))],
    flagIds: [...new Set(rows.flatMap(({ flagIds }) => flagIds))],
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The groups with their places among each other. */
function withPlaces(groups: readonly Group[]): Group[] {
  const ranked = groups.filter(({ row }) => row.rankReason === null);
  const places = new Map(
    [...Map.groupBy(ranked, ({ row }) => row.comparisonKey).values()].flatMap((field) => [
      ...placesAmong(field.map(({ row }): Contender => row)),
    ]),
  );
  return groups.map((group) => {
    const place = places.get(group.row.id);
    return place === undefined ||
      (place.rank === group.row.rank && String(place.rankBand) === String(group.row.rankBand))
      ? group
      : { ...group, row: { ...group.row, ...place } };
  });
}
