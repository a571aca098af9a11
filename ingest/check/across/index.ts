/** @file Runs all checks that compare files with each other, on their summaries. */

import type { AcrossCheck, AcrossFinding, FileSummary } from '../check.ts';
import { copiedSamples } from '../copied-samples.ts';
import { deviceOutlier } from '../device-outlier.ts';

const checks: readonly AcrossCheck[] = [copiedSamples, deviceOutlier];

/** The findings about each file by its path; files without findings are not listed. */
export function checkAcross(files: readonly FileSummary[]): Map<string, AcrossFinding[]> {
  const findings = checks.flatMap((check) => check(files));
  return Map.groupBy(findings, ({ path }) => path);
}
