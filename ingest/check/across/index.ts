/** @file Runs all checks that compare files with each other, on their summaries. */

import type { AcrossCheck, AcrossFinding, FileSummary } from '../contract/check.ts';
import { deviceOutlier } from '../physics/device-outlier.ts';
import { copiedSamples } from '../samples/copied-samples.ts';

const checks: readonly AcrossCheck[] = [copiedSamples, deviceOutlier];

/** The findings about each file by its path; files without findings are not listed. */
export function checkAcross(files: readonly FileSummary[]): Map<string, AcrossFinding[]> {
  const findings = checks.flatMap((check) => check(files));
  return Map.groupBy(findings, ({ path }) => path);
}
