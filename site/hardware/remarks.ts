/** @file What is odd about the results of a machine, and what did not run on it, each said once with a count. Pure. */
import { formOf, joinAlike } from '../rows/alike.ts';
import type { NamedGap, NamedRow } from '../rows/named-row.ts';

export interface Remark {
  text: string;
  /** Results with it. */
  count: number;
}

/** Remarks of checks begin in small letters, those of the method do not. */
const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Remarks on results, each said once with the range of its figures. The most frequent first. */
export function remarksOf(rows: readonly NamedRow[]): Remark[] {
  const flags = rows.flatMap((row) => row.flags);
  return [...Map.groupBy(flags, ({ id, text }) => `${id} ${formOf(text)}`).values()]
    .map((same) => ({ text: capitalized(joinAlike(same.map(({ text }) => text))), count: same.length }))
    .toSorted((a, b) => b.count - a.count);
}

export interface Failure {
  status: NamedGap['status'];
  engineName: string;
  /** With the range of its figures. */
  reason: string;
  count: number;
}

/** Attempts without a result by engine, outcome and reason, whatever its figures are. The most frequent first. */
export function failuresOf(gaps: readonly NamedGap[]): Failure[] {
  const key = ({ engine, status, reason }: NamedGap) => `${engine} ${status} ${formOf(reason)}`;
  return [...Map.groupBy(gaps, key).values()]
    .map((same) => {
      const { status, engineName } = same[0]!;
      return { status, engineName, reason: joinAlike(same.map(({ reason }) => reason)), count: same.length };
    })
    .toSorted((a, b) => b.count - a.count);
}
