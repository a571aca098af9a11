/** @file Helpers to read the evidence: sound rows, pairs, ranges in words. Pure. */
import type { WorkloadFacts } from '../../data/contract/catalogue.ts';
import type { Ratio } from '../../data/contract/leaderboard.ts';
import { counted } from '../../data/derive/counted.ts';
import { median } from '../../data/derive/stats.ts';
import { forwardMacs } from '../../data/derive/work.ts';
import { formatNumber, formatRatio } from '../rows/format.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { isSound } from '../rows/sound.ts';
import type { Evidence, Line, Table } from './finding.ts';

/** Lines of a table, at most; a page stays readable with any number of rows. */
export const MOST_LINES = 8;

/** Two rows of one machine that differ in one thing. */
export interface Pair {
  ratio: Ratio;
  /** The side that is expected to be faster. */
  one: NamedRow;
  other: NamedRow;
}

/** The sound pairs of a kind. */
export function pairsOf({ rows, ratios }: Evidence, kind: Ratio['kind']): Pair[] {
  const sound = new Map(rows.filter(isSound).map((row) => [row.id, row]));
  return ratios.flatMap((ratio) => {
    if (ratio.kind !== kind) return [];
    const [one, other] = ratio.rows.map((id) => sound.get(id));
    return one === undefined || other === undefined ? [] : [{ ratio, one, other }];
  });
}

/** The line of one pair: its ratio as the mark, the two values beside it. */
export const pairLine = ({ ratio, one, other }: Pair, label: string, detail: readonly string[]): Line => ({
  label,
  detail: detail.join(' · '),
  cells: [
    formatRatio(ratio.value),
    `${formatNumber(one.value)} and ${formatNumber(other.value)} ${one.unit}`,
  ],
  mark: { low: ratio.value, middle: ratio.value, high: ratio.value },
});

export const rowsOfPairs = (pairs: readonly Pair[]): NamedRow[] => [
  ...new Set(pairs.flatMap(({ one, other }) => [one, other])),
];

/** Smallest, middle and largest of some values. */
export interface Range {
  low: number;
  middle: number;
  high: number;
}

export const rangeOf = (values: readonly number[]): Range => ({
  low: Math.min(...values),
  middle: median(values),
  high: Math.max(...values),
});

/** "0.80x to 1.11x", or one number if there is no range. */
export function rangeWords({ low, high }: Range, format: (value: number) => string = formatRatio): string {
  const [from, to] = [format(low), format(high)];
  return from === to ? from : `${from} to ${to}`;
}

/** "3 pairs on 2 machines". */
export function pairWords(pairs: readonly Pair[]): string {
  const machines = new Set(pairs.map(({ ratio }) => ratio.machine)).size;
  return `${counted(pairs.length, 'pair')} on ${counted(machines, 'machine')}`;
}

export const titleOf = ({ workloads }: Pick<Evidence, 'workloads'>, id: string): string =>
  workloads.find((one) => one.id === id)?.title ?? id;

/** Multiply-accumulates of the forward pass of one sample; null if unknown. */
export function macsOf(workloads: readonly WorkloadFacts[], row: NamedRow): number | null {
  const facts = workloads.find(({ id }) => id === row.workload);
  return facts === undefined ? null : forwardMacs(facts, row);
}

/** "2.8 million", "4.6 billion". */
export const large = (count: number): string =>
  count < 1e9 ? `${formatNumber(count / 1e6)} million` : `${formatNumber(count / 1e9)} billion`;

/** "all 3 pairs", "2 of 3 pairs", "none of 3 pairs", "the only pair": how many of some, as the subject of a sentence. */
export function shareWords(count: number, of: number, noun: string): string {
  if (of === 1 && count === 1) return `the only ${noun}`;
  if (count === of) return `all ${counted(of, noun)}`;
  return `${count === 0 ? 'none' : count} of ${counted(of, noun)}`;
}

/** What some rows differ in, as a list in words; empty if in nothing that is named here. */
export function differing(rows: readonly NamedRow[]): string[] {
  const differ = (of: (row: NamedRow) => unknown) => new Set(rows.map(of)).size > 1;
  return [
    ...(differ(({ hardware, name }) => hardware ?? name) ? ['chip'] : []),
    ...(differ(({ engine }) => engine) ? ['engine'] : []),
    ...(differ(({ recipe }) => recipe) ? ['recipe'] : []),
    ...(differ(({ dtype }) => dtype) ? ['number format'] : []),
    ...(differ(({ batchSize }) => batchSize) ? ['batch size'] : []),
  ];
}

/** Columns of a table of ratios. */
export const ratioTable = {
  columns: ['Median', 'Range', 'Pairs'],
  one: 1,
  tick: (value: number) => `${formatNumber(value)}x`,
} satisfies Partial<Table>;
