/** @file P10: two runs never have the same samples; the later of two equal lists is a copy. */
import { hash53 } from '../../../data/derive/hash.ts';
import type { Measurement } from '../../values/measurement.ts';
import type { AcrossCheck, AcrossFinding, Check, CheckFinding, FileSummary } from '../contract/check.ts';

/** Shorter lists can be equal by chance. */
const ENOUGH = 5;

/** A hash of the samples of each repetition that has enough of them. */
export const sampleHashes = ({ outcome }: Pick<Measurement, 'outcome'>): number[] =>
  outcome.repetitions.flatMap(({ samplesNs }) =>
    samplesNs.length < ENOUGH ? [] : [hash53(samplesNs.join())],
  );

/** Repetitions that are equal to another of their own file. */
export const repeatedSamples: Check = ({ measurements }) => {
  const own = new Set<number>();
  return measurements.flatMap((measurement) =>
    sampleHashes(measurement).flatMap((hash): CheckFinding[] => {
      const twice = own.has(hash);
      own.add(hash);
      const text = 'the samples are equal to those of another repetition of this file';
      return twice ? [{ check: 'p10-copy', severity: 'quarantine', measurement, text }] : [];
    }),
  );
};

/** The first file with each list of samples: the one whose run ended first, then the first by path. */
function firstOwners(files: readonly FileSummary[]): Map<number, FileSummary> {
  const order = ({ finishedAt, path }: FileSummary) => `${finishedAt} ${path}`;
  const newestFirst = files.toSorted((a, b) => (order(a) < order(b) ? 1 : -1));
  const owners = new Map<number, FileSummary>();
  for (const file of newestFirst)
    for (const one of file.measurements) for (const hash of one.sampleHashes) owners.set(hash, file);
  return owners;
}

export const copiedSamples: AcrossCheck = (files) => {
  const owners = firstOwners(files);
  return files.flatMap((file) =>
    file.measurements.flatMap(({ index, sampleHashes: hashes }): AcrossFinding[] => {
      const owner = hashes.map((hash) => owners.get(hash)!).find((one) => one !== file);
      if (owner === undefined) return [];
      const text = `the samples are equal to those of ${owner.path}`;
      return [{ path: file.path, index, check: 'p10-copy', severity: 'quarantine', text }];
    }),
  );
};
