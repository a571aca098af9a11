/** @file How many samples a file keeps of a list: one rule for the runner, which thins, and for ingest, which checks it. Pure. */
import { MAX_SAMPLES } from '../../contract/repetition.ts';

/** A sample takes about a dozen bytes, and a file may have one megabyte, most of it samples. */
const SAMPLES_IN_A_FILE = 30_000;

/** Lists are never thinned below this. */
const FEWEST = 50;

/** Maximum number of batches in a sweep: 1 to 65,536, doubled each time. */
export const MAX_SWEPT_BATCHES = 17;

/** What a file keeps of every longer list, by the number of lists that its run may have. */
export const samplesKept = (lists: number): number =>
  Math.min(MAX_SAMPLES, Math.max(FEWEST, Math.floor(SAMPLES_IN_A_FILE / Math.max(1, lists))));

/** Whether some number of lists, no larger than `mostLists`, explains that `kept` samples of a list were kept. */
export function isKept(kept: number, mostLists: number): boolean {
  const lists = Math.floor(SAMPLES_IN_A_FILE / kept);
  return samplesKept(Math.min(lists, mostLists)) === kept;
}
