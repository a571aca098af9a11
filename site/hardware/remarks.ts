/** @file What is odd about the results of a machine, and what did not run on it, each said once with a count. Pure. */
import type { NamedGap, NamedRow } from '../rows/named-row.ts';

export interface Remark {
  text: string;
  /** Results with it. */
  count: number;
}

/** Remarks on results by their id; of several with one id the text of the first. The most frequent first. */
export function remarksOf(rows: readonly NamedRow[]): Remark[] {
  const flags = rows.flatMap((row) => row.flags);
  return [...Map.groupBy(flags, ({ id }) => id).values()]
    .map((same) => ({ text: same[0]!.text, count: same.length }))
    .toSorted((a, b) => b.count - a.count);
}

export interface Failure {
  status: NamedGap['status'];
  engineName: string;
  /** Of the first attempt. */
  reason: string;
  count: number;
}

/** Attempts without a result by engine, outcome and reason, whatever its figures are; the most frequent first. */
export function failuresOf(gaps: readonly NamedGap[]): Failure[] {
  const key = ({ engine, status, reason }: NamedGap) =>
    `${engine} ${status} ${reason.replace(/\d[\d.,]*/g, '#')}`;
  return [...Map.groupBy(gaps, key).values()]
    .map((same) => {
      const { status, engineName, reason } = same[0]!;
      return { status, engineName, reason, count: same.length };
    })
    .toSorted((a, b) => b.count - a.count);
}
