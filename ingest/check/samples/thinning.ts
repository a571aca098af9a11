/** @file P22: a file keeps equally many samples of every list that it thinned, and all of shorter ones. */
import type { Check, CheckFinding } from '../contract/check.ts';

/** The runner thins all lists of a file to one length (`fitToFile`), so that nobody can leave out the slow samples. A flag only: a resumed run has two lengths. */
export const thinning: Check = ({ file, measurements }) => {
  if (file.submission.runner.origin === 'browser') return [];
  const lists = measurements
    .filter(({ cell }) => cell.mode !== 'converge')
    .flatMap((measurement) =>
      measurement.outcome.repetitions.map(({ samplesNs, samplesThinned }) => ({
        measurement,
        kept: samplesNs.length,
        thinned: samplesThinned,
      })),
    );
  const most = Math.max(0, ...lists.map(({ kept }) => kept));
  return lists
    .filter(({ kept, thinned }) => thinned > 0 && kept < most)
    .map(({ measurement, kept, thinned }): CheckFinding => {
      const text = `${thinned} samples were left out and ${kept} kept, although another list of the file keeps ${most}`;
      return { check: 'p22-thinning', severity: 'flag', measurement, text };
    });
};
