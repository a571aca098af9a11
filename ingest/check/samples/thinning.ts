/** @file P22: a file keeps equally many samples of every list that it thinned, as many as its number of lists allows, and all of shorter ones. */
import { rules } from '../../../data/catalogue/rules.ts';
import type { Submission } from '../../../data/contract/submission.ts';
import { apartFromBatch } from '../../../data/derive/cells/shared.ts';
import { isKept, MAX_SWEPT_BATCHES } from '../../../data/derive/files/samples-kept.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding } from '../contract/check.ts';

interface List {
  measurement: Measurement;
  kept: number;
  thinned: number;
  /** Whether its runner thins by the rule of today. */
  byRule: boolean;
}

const listsOf = (measurements: readonly Measurement[]): List[] =>
  measurements
    .filter(({ cell }) => cell.mode !== 'converge')
    .flatMap((measurement) =>
      measurement.outcome.repetitions.map(({ samplesNs, samplesThinned, elapsedNs }) => ({
        measurement,
        kept: samplesNs.length,
        thinned: samplesThinned,
        byRule: elapsedNs !== undefined,
      })),
    );

/** The most lists for which the runner may have left room: every repetition of a result, and all batches of a sweep. */
function mostLists({ preset, results }: Submission): number {
  const { repetitions } = rules.presets[preset];
  const planned = results.reduce((sum, { cell }) => sum + repetitions[cell.mode], 0);
  const forward = results.filter(({ cell }) => cell.mode === 'infer');
  const sweeps = new Set(forward.map(({ cell }) => apartFromBatch(cell)));
  return planned + MAX_SWEPT_BATCHES * sweeps.size;
}

/** Bytes of a sample and of the rest of a result: at least so many in a file that was too large and is thinned again. */
const BYTES = { sample: 9, result: 400 };
const LARGE = 0.4 * 2 ** 20;

const isLarge = ({ results }: Submission, lists: readonly List[]): boolean =>
  BYTES.sample * lists.reduce((sum, { kept }) => sum + kept, 0) + BYTES.result * results.length > LARGE;

/** Why nobody would have thinned a list so; null if the runner does. */
function oddity({ kept, thinned, byRule }: List, longest: number, most: number | null): string | null {
  if (kept < longest)
    return `${thinned} samples were left out and ${kept} kept, although another list of the file keeps ${longest}`;
  if (most === null || !byRule || isKept(kept, most)) return null;
  return `${thinned} samples were left out and ${kept} kept, which is no length to which the runner thins the lists of such a file`;
}

/**
 * The runner thins all lists of a file to one length, so that nobody can leave out the slow samples or the first. A flag only:
 * a resumed run has two lengths.
 */
export const thinning: Check = ({ file: { submission }, measurements }) => {
  if (submission.runner.origin === 'browser') return [];
  const lists = listsOf(measurements);
  const thinned = lists.filter((list) => list.thinned > 0);
  if (thinned.length === 0) return [];
  const longest = Math.max(...lists.map(({ kept }) => kept));
  const most = isLarge(submission, lists) ? null : mostLists(submission);
  return thinned.flatMap((list): CheckFinding[] => {
    const text = oddity(list, longest, most);
    return text === null
      ? []
      : [{ check: 'p22-thinning', severity: 'flag', measurement: list.measurement, text }];
  });
};
