/** @file P10: two runs never have the same samples; the later of two equal lists is a copy. */
import type { SubmissionFile } from '../../values/file.ts';
import type { Check, CheckFinding, Subject } from '../contract/check.ts';

/** Shorter lists can be equal by chance. */
const ENOUGH = 5;

const keysOf = (samples: readonly number[]) => (samples.length < ENOUGH ? [] : [samples.join()]);

/** The first file with each list of samples: the one whose run ended first, then the first by path. */
export function findFirstOwners(subjects: readonly Subject[]): Map<string, SubmissionFile> {
  const order = ({ file }: Subject) => `${file.submission.finishedAt} ${file.path}`;
  const newestFirst = subjects.toSorted((a, b) => (order(a) < order(b) ? 1 : -1));
  const owned = newestFirst.flatMap(({ file, measurements }) =>
    measurements.flatMap(({ outcome }) =>
      outcome.repetitions.flatMap(({ samplesNs }) => keysOf(samplesNs).map((key) => [key, file] as const)),
    ),
  );
  return new Map(owned);
}

export const copiedSamples: Check = ({ file, measurements }, { firstOwners }) => {
  const own = new Set<string>();
  return measurements.flatMap((measurement) =>
    measurement.outcome.repetitions.flatMap(({ samplesNs }) =>
      keysOf(samplesNs).flatMap((key): CheckFinding[] => {
        const finding = { check: 'p10-copy', severity: 'quarantine', measurement } as const;
        const twice = own.has(key);
        own.add(key);
        if (twice) {
          return [{ ...finding, text: 'the samples are equal to those of another repetition of this file' }];
        }
        const owner = firstOwners.get(key);
        return owner === file || owner === undefined
          ? []
          : [{ ...finding, text: `the samples are equal to those of ${owner.path}` }];
      }),
    ),
  );
};
