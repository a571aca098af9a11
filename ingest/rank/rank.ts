/** @file Ranks rows within a comparison key, with the best and the worst place that the intervals allow. */
import { metrics } from '../../data/contract/metric.ts';
import type { Candidate } from '../candidates/candidate.ts';

export interface Place {
  rank: number | null;
  rankBand: [number, number] | null;
  rankReason: string | null;
}

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

/** Why a candidate is not ranked; null if it is. */
function reasonOf(candidate: Candidate): string | null {
  return candidate.withheld === null ? candidate.unranked : `Held back: ${candidate.withheld}.`;
}

/**
 * Place of every candidate, by row id. Equal values share a place and the next place is skipped. The band of a row covers
 * the places of all rows whose intervals overlap its own; a value without an interval counts as exact.
 */
export function placesOf(candidates: readonly Candidate[]): Map<string, Place> {
  const places = new Map<string, Place>();
  const fields = Map.groupBy(
    candidates.filter((candidate) => reasonOf(candidate) === null),
    (candidate) => candidate.row.comparisonKey,
  );
  for (const field of fields.values()) {
    const contenders = field.map(contender);
    for (const one of contenders) {
      const others = contenders.filter((other) => other !== one);
      const rank = 1 + others.filter((other) => other.value < one.value).length;
      const best = 1 + others.filter((other) => other.worst < one.best).length;
      const worst = 1 + others.filter((other) => other.best <= one.worst).length;
      places.set(one.id, { rank, rankBand: [best, worst], rankReason: null });
    }
  }
  for (const candidate of candidates) {
    const rankReason = reasonOf(candidate);
    if (rankReason !== null) places.set(candidate.row.id, { rank: null, rankBand: null, rankReason });
  }
  return places;
}
