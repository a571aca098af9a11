/** @file P10: two runs never have samples of the same shape; the one that was added later is a copy. */
import { workloadIdSchema } from '../../../data/contract/words.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding, Subject } from '../contract/check.ts';
import { type Copy, type FilePrints, findCopies, type ResultPrints } from './copies.ts';
import { fingerprintOf } from './fingerprint.ts';

const modes = ['train', 'infer', 'op', 'converge', 'prompt', 'generate'] as const;

/** The fingerprints of a result. */
export function printsOf({ index, cell, outcome }: Measurement): ResultPrints {
  const kind = workloadIdSchema.options.indexOf(cell.workload) * modes.length + modes.indexOf(cell.mode);
  return { index, repetitions: outcome.repetitions.map(({ samplesNs }) => fingerprintOf(samplesNs, kind)) };
}

const filePrints = ({ file, measurements }: Subject): FilePrints => ({
  path: file.path,
  results: measurements.map(printsOf),
});

/** The copies in each file, by path. The file whose run ended first has the original, then the first by path. */
export function findAllCopies(subjects: readonly Subject[]): Map<string, Copy[]> {
  const order = ({ file }: Subject) => `${file.submission.finishedAt} ${file.path}`;
  return findCopies(subjects.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)).map(filePrints));
}

export const copiedSamples: Check = ({ file, measurements }, { copies }) =>
  (copies.get(file.path) ?? []).map(({ index, original, originalIndex }): CheckFinding => {
    const measurement = measurements.find((one) => one.index === index)!;
    const whose = original === file.path ? 'this file' : original;
    const text = `the samples are those of result ${originalIndex} of ${whose}, or follow them in every part that was compared`;
    return { check: 'p10-copy', severity: 'quarantine', measurement, text };
  });
