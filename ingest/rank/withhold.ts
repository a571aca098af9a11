/**
 * @file What a file would count for if some of its values were withheld. Checks across files find that out only after the rows
 * were dropped, and to derive them again takes as long as to check the file.
 */
import { MAX_RATIO } from '../../data/contract/leaderboard.ts';
import { type Comparison, ratioOf } from '../../data/derive/ratios.ts';
import type { Candidate } from '../candidates/candidate.ts';
import type { Counts } from '../values/counts.ts';
import type { Value } from './ratios.ts';
import { lengthSweepsOf } from './scalings.ts';

/** The measured cells behind the values of both sides of a comparison, as positions in `results`. */
export interface Sides {
  ones: number[];
  others: number[];
}

/** What is counted only of values that are not withheld. */
export interface Countable {
  /** The measured cells behind the rows with a speedup, as positions in `results`. */
  speedups: number[];
  comparisons: Sides[];
}

const cellsOf = (values: readonly Value[]): number[] => values.map(({ candidate }) => candidate.measurement!);

/** Whether every ratio that the comparison may ever give can be shown. */
const isBounded = ({ ones, others }: Comparison<Value>): boolean =>
  ones.every((one) => others.every((other) => ratioOf(one, other) <= MAX_RATIO));

/**
 * What is countable of the candidates of one file; null if the counts change in another way, too, so that the rows are needed.
 * @param speedups The candidates that have one.
 * @param comparisons What the candidates are compared in.
 */
export function countableOf(
  candidates: readonly Candidate[],
  speedups: readonly Candidate[],
  comparisons: readonly Comparison<Value>[],
): Countable | null {
  const isSimple =
    candidates.every(({ measurement }) => measurement !== null) &&
    comparisons.every(isBounded) &&
    lengthSweepsOf(candidates).length === 0;
  if (!isSimple) return null;
  return {
    speedups: speedups.map(({ measurement }) => measurement!),
    comparisons: comparisons.map(({ ones, others }) => ({ ones: cellsOf(ones), others: cellsOf(others) })),
  };
}

/** The counts without those of withheld measured cells. Their rows and gaps stay. */
export function withheld(
  counts: Counts,
  { speedups, comparisons }: Countable,
  held: ReadonlySet<number>,
): Counts {
  const left = (cells: readonly number[]): number => cells.filter((cell) => !held.has(cell)).length;
  // Every value has one ratio, to the fastest of the other side.
  const ratios = comparisons.map(({ ones, others }) => (left(others) === 0 ? 0 : left(ones)));
  return { ...counts, speedups: left(speedups), ratios: ratios.reduce((sum, one) => sum + one, 0) };
}
