/** @file Runs all checks that compare files with each other, on their summaries. */
import type { AcrossFinding, FileSummary } from '../contract/check.ts';
import { deviceOutlier } from '../physics/device-outlier.ts';
import { copiedSamples } from '../samples/copies/copied-samples.ts';
import { lateFindings } from './late.ts';

export type Findings = ReadonlyMap<string, readonly AcrossFinding[]>;

/**
 * The findings about each file by its path; files without findings are not listed.
 * @param copies What `copiedSamples` gives of these files.
 */
export function checkAcross(
  files: readonly FileSummary[],
  copies: readonly AcrossFinding[] = copiedSamples(files),
): Findings {
  const all = [...copies, ...deviceOutlier(files, copies), ...lateFindings(files)];
  return Map.groupBy(all, ({ path }) => path);
}
