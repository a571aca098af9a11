/**
 * @file What the claimed start of a run excuses, and when it does not: a file that main got after a day comes from a runner of
 * that day, or of some days before, whatever it says.
 */

import type { AcrossFinding, FileSummary, LateFlag, Subject } from '../contract/check.ts';
import { recorded } from '../facts/recorded.ts';
import { SINCE, SINCE_MS } from '../facts/recorded-since.ts';
import { trainingStep } from '../facts/training/training-step.ts';

/** The flags that a file has only if it started when it was added, and not when it says. Most files have none. */
export function lateFlagsOf(subject: Subject): LateFlag[] {
  const { submission } = subject.file;
  if (Date.parse(submission.startedAt) >= SINCE_MS) return [];
  const context = { nowMs: SINCE_MS };
  const file = { ...subject.file, submission: { ...submission, startedAt: SINCE } };
  return [recorded, trainingStep].flatMap((check) => {
    const before = new Set(check(subject, context).map((one) => `${one.check} ${one.measurement?.index}`));
    return check({ ...subject, file }, context).flatMap((one): LateFlag[] =>
      one.measurement === null || before.has(`${one.check} ${one.measurement.index}`)
        ? []
        : [{ index: one.measurement.index, check: one.check, text: one.text }],
    );
  });
}

/** The flags of files that main got later than their claimed start lets expect. */
export const lateFindings = (files: readonly FileSummary[]): AcrossFinding[] =>
  files.flatMap(({ path, addedMs, late }) =>
    addedMs === undefined || addedMs < SINCE_MS
      ? []
      : late.map((flag): AcrossFinding => ({ path, severity: 'flag', ...flag })),
  );
