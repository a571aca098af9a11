/** @file Ranks rows within a comparison key, or says why a row is not ranked. */
import type { Row } from '../../data/contract/leaderboard.ts';
import { metrics } from '../../data/contract/metric.ts';
import { type Contender, placesAmong } from '../../data/derive/rows/places.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { surplusOf } from './surplus.ts';

export type Place = Pick<Row, 'rank' | 'rankBand' | 'rankReason'>;

const contender = ({ row: { id, value, ci, metric } }: Candidate): Contender => ({
  id,
  value,
  ci,
  higherIsBetter: metrics[metric].higherIsBetter,
});

/** Why a candidate is not ranked, whatever the others are; null if it is. */
export function reasonOf({ withheld, unranked }: Pick<Candidate, 'withheld' | 'unranked'>): string | null {
  return withheld === null ? unranked : `Held back: ${withheld}.`;
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
  const places = new Map<string, Place>();
  for (const field of fields.values()) {
    for (const [id, place] of placesAmong(field.map(contender)))
      places.set(id, { ...place, rankReason: null });
  }
  for (const [{ row }, rankReason] of reasons) {
    if (rankReason !== null) places.set(row.id, { rank: null, rankBand: null, rankReason });
  }
  return places;
}
