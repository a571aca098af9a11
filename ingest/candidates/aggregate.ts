/** @file Combines the submissions of one hardware configuration into one candidate for each cell. */
import type { Gap } from '../../data/contract/leaderboard.ts';
import { type Candidate, filledGapId } from './candidate.ts';
import { combineOwners } from './combine-owners.ts';
import { newestFirst } from './combine-runs.ts';

/** The newest of the owner who was first. */
function newestOfFirst(candidates: readonly Candidate[]): Candidate {
  const first = candidates.reduce((a, b) => (b.runs[0]!.addedOrder < a.runs[0]!.addedOrder ? b : a));
  const own = candidates.filter(({ runs }) => runs[0]!.owner === first.runs[0]!.owner);
  return own.sort(newestFirst)[0]!;
}

/**
 * One candidate per row id. Withheld or unranked candidates are never combined with ranked ones: they are used alone, and
 * only if no ranked one exists. A withheld one is used only if there is no other.
 */
export function aggregate(candidates: readonly Candidate[]): Candidate[] {
  const groups = Map.groupBy(candidates, (candidate) => candidate.row.id);
  return [...groups.values()].map((group) => {
    // Most machines have one file.
    if (group.length === 1) return group[0]!;
    const sound = group.filter(({ withheld }) => withheld === null);
    const ranked = sound.filter(({ unranked }) => unranked === null);
    if (ranked.length > 0) return combineOwners(ranked);
    return newestOfFirst(sound.length > 0 ? sound : group);
  });
}

/** Id of the gap that a candidate fills. */
const filledBy = (one: Candidate): string[] =>
  one.row.ladder === null && one.variant.length === 0 ? [filledGapId(one)] : [];

/** The gaps of cells that have no value, those of several files of one machine one by one. */
export function unfilled(gaps: readonly Gap[], candidates: readonly Candidate[]): Gap[] {
  const filled = new Set(candidates.flatMap(filledBy));
  return gaps.filter((gap) => !filled.has(gap.id));
}

/** The newest gap of each cell that has no value. */
export function openGaps(gaps: readonly Gap[], candidates: readonly Candidate[]): Gap[] {
  const groups = Map.groupBy(unfilled(gaps, candidates), (gap) => gap.id);
  const newest = [...groups.values()].map((group) =>
    group.reduce((a, b) =>
      b.date > a.date || (b.date === a.date && b.sources[0]!.path < a.sources[0]!.path) ? b : a,
    ),
  );
  return newest.sort((a, b) => (a.id < b.id ? -1 : 1));
}
