/** @file P10: two runs never have samples of the same shape; the one that was added later is a copy. */
import { modeSchema, workloadIdSchema } from '../../../../data/contract/words.ts';
import type { Measurement } from '../../../values/measurement.ts';
import type { AcrossFinding, Check, CheckFinding, FileSummary, Fingerprint } from '../../contract/check.ts';
import { findCopies } from './copies.ts';
import { courseOf } from './course.ts';
import { fingerprintOf } from './fingerprint.ts';
import { readingsOf } from './readings.ts';
import { startOf } from './start.ts';

/** Fingerprints of measurements in use: the checks of a file and its summary need the same. */
const kept = new WeakMap<Measurement['outcome'], Fingerprint[]>();

/** The fingerprint of the samples of each repetition, of the first one also that of the power readings. */
export function fingerprintsOf({ cell, outcome }: Pick<Measurement, 'cell' | 'outcome'>): Fingerprint[] {
  const known = kept.get(outcome);
  if (known !== undefined) return known;
  const workload = workloadIdSchema.options.indexOf(cell.workload);
  const kind = workload * modeSchema.options.length + modeSchema.options.indexOf(cell.mode);
  const fingerprints = outcome.repetitions.map((one, i) => {
    const fingerprint = fingerprintOf(one.samplesNs, kind);
    fingerprint.push(...startOf(one), ...courseOf(one, kind));
    if (i === 0) fingerprint.push(...readingsOf(outcome.power));
    return fingerprint;
  });
  kept.set(outcome, fingerprints);
  return fingerprints;
}

const described = (index: number, whose: string) =>
  `the samples are those of result ${index} of ${whose}, or they or the power readings follow them wherever they were compared`;

/** Repetitions that follow another of their own file. */
export const repeatedSamples: Check = ({ file, measurements }) => {
  const summaries = measurements.map((one) => ({ index: one.index, fingerprints: fingerprintsOf(one) }));
  const copies = findCopies([{ path: file.path, measurements: summaries }]).get(file.path) ?? [];
  return copies.map(({ index, originalIndex }): CheckFinding => {
    const measurement = measurements.find((one) => one.index === index)!;
    const text = described(originalIndex, 'this file');
    return { check: 'p10-copy', severity: 'quarantine', measurement, text };
  });
};

/** In the order in which they were added, whatever times they claim. */
const inOrder = (files: readonly FileSummary[]): FileSummary[] =>
  files.toSorted((a, b) => a.addedOrder - b.addedOrder);

/** What was found among the files that were added first. */
export interface KnownCopies {
  /** How many files that are. */
  files: number;
  findings: readonly AcrossFinding[];
}

/** @param known Its files are the same now, and in the same order. */
export function copiedSamples(
  files: readonly FileSummary[],
  known: KnownCopies = { files: 0, findings: [] },
): AcrossFinding[] {
  const found = [...findCopies(inOrder(files), known.files)].flatMap(([path, copies]) =>
    copies
      .filter(({ original }) => original !== path)
      .map(({ index, original, originalIndex }): AcrossFinding => {
        const text = described(originalIndex, original);
        return { path, index, check: 'p10-copy', severity: 'quarantine', text };
      }),
  );
  return [...known.findings, ...found];
}
