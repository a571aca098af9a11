/**
 * @file What is kept in memory of every file, a few kilobytes: what is compared across files, and how much the file adds. Its
 * rows and gaps are read only where they are needed.
 */
import { baseline } from '../../data/catalogue/index.ts';
import { type Extract, machineIdOf } from '../extract/submission.ts';
import { type CountedFile, countFile } from '../rank/assemble.ts';
import type { BaselineValues } from '../rank/speedup.ts';

export interface Brief extends Omit<Extract, 'candidates' | 'gaps'> {
  /** Id of the machine of its rows and gaps; null if it has none. */
  machine: string | null;
  /** What the file adds if its machine has no other file. */
  alone: CountedFile;
}

/** The same without its fingerprints, most of it, which only the search for copies reads. */
export function withoutFingerprints(brief: Brief): Brief {
  const { summary } = brief;
  const measurements = summary.measurements.map(({ index, peer }) => ({ index, peer, fingerprints: [] }));
  return { ...brief, summary: { ...summary, measurements } };
}

/** @param values Those that are 1.0x. */
export function toBrief({ candidates, gaps, ...extract }: Extract, values: BaselineValues): Brief {
  return {
    ...extract,
    machine: machineIdOf({ candidates, gaps }),
    alone: countFile({ candidates, gaps }, baseline, values),
  };
}
