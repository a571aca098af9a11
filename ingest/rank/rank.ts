/** @file Ranks rows within a comparison key, with the best and the worst place that the intervals allow. */
import type { Row } from '../../data/contract/leaderboard.ts';
import { metrics } from '../../data/contract/metric.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { surplusOf } from './surplus.ts';

export type Place = Pick<Row, 'rank' | 'rankBand' | 'rankReason'>;

/** A value with its interval, negated for rates so that smaller is always better. */
interface Contender {
  id: string;
  value: number;
  best: number;
  worst: number;
}

function contender({ row }: Candidate): Contender {
  const sign = metrics[row.metric].higherIsBetter ? -1 : 1;
  const ends = [row.ci?.low ?? row.value, row.ci?.high ?? row.value, row.value].map((end) => sign * end);
  return { id: row.id, value: sign * row.value, best: Math.min(...ends), worst: Math.max(...ends) };
}

/** Why a candidate is not ranked, whatever the others are; null if it is. */
function reasonOf({ withheld, unranked }: Candidate): string | null {
  return withheld === null ? unranked : `Held back: ${withheld}.`;
}

/** Counts how many of the values are below a bound, or at most the bound, by bisection. */
function counter(values: readonly number[]) {
  const ordered = Float64Array.from(values).sort();
  const count = (belongs: (value: number) => boolean) => {
    let [low, high] = [0, ordered.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (belongs(ordered[middle]!)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    below: (bound: number) => count((value) => value < bound),
    upTo: (bound: number) => count((value) => value <= bound),
  };
}

/**
 * Places within one comparison key. Equal values share a place and the next place is skipped. The band of a row covers the
 * places of all rows whose intervals overlap its own; a value without an interval counts as exact.
 */
function placesWithin(field: readonly Candidate[]): [string, Place][] {
  const contenders = field.map(contender);
  const values = counter(contenders.map(({ value }) => value));
  const bests = counter(contenders.map(({ best }) => best));
  const worsts = counter(contenders.map(({ worst }) => worst));
  return contenders.map(({ id, value, best, worst }) => [
    id,
    {
      rank: 1 + values.below(value),
      // The row itself is among those that are not worse than its worst end.
      rankBand: [1 + worsts.below(best), bests.upTo(worst)],
      rankReason: null,
    },
  ]);
}

/** Place of every candidate, by row id. */
export function placesOf(candidates: readonly Candidate[]): Map<string, Place> {
  const surplus = surplusOf(candidates.filter((candidate) => reasonOf(candidate) === null));
  const reasons = candidates.map(
    (candidate) => [candidate, reasonOf(candidate) ?? surplus.get(candidate) ?? null] as const,
  );
  const fields = Map.groupBy(
    reasons.flatMap(([candidate, reason]) => (reason === null ? [candidate] : [])),
    ({ row }) => row.comparisonKey,
  );
  const places = new Map([...fields.values()].flatMap(placesWithin));
  for (const [{ row }, rankReason] of reasons) {
    if (rankReason !== null) places.set(row.id, { rank: null, rankBand: null, rankReason });
  }
  return places;
}
