/** @file What became of generated files, counted. */

/** What became of the false results of one lie, or of all results of honest files. */
export interface Tally {
  files: number;
  /** Results in refused files. */
  refused: number;
  heldBack: number;
  /** Ranked with a flag that the honest file does not have; for honest files with the flag of a suspicion. */
  flagged: number;
  /** Not ranked for a reason that has nothing to do with the lie, such as unknown hardware. */
  unranked: number;
  /** Ranked without such a flag. */
  unflagged: number;
  /** What those gained: the sum of `logGainOf`. */
  logGain: number;
  /** Files with at least one such result. */
  filesUnflagged: number;
  /** How often each reason occurred: ids of flags, and messages without their numbers. */
  reasons: Map<string, number>;
}

export const newTally = (): Tally => ({
  files: 0,
  refused: 0,
  heldBack: 0,
  flagged: 0,
  unranked: 0,
  unflagged: 0,
  logGain: 0,
  filesUnflagged: 0,
  reasons: new Map(),
});

/** Adds what was counted elsewhere. */
export function addTally(into: Tally, from: Tally): void {
  const { reasons, ...numbers } = from;
  for (const name of Object.keys(numbers) as (keyof typeof numbers)[]) into[name] += numbers[name];
  for (const [reason, times] of reasons) into.reasons.set(reason, (into.reasons.get(reason) ?? 0) + times);
}
