/** @file Counts what the leaderboard of many files holds, machine by machine, so that most rows are never read. */
import type { Baseline } from '../data/contract/catalogue.ts';
import type { Problem } from '../data/contract/problem.ts';
import type { Candidate } from './candidates/candidate.ts';
import { checkAcross } from './check/across/index.ts';
import { withAdded } from './extract/added.ts';
import { withFindings } from './extract/findings.ts';
import type { Extract } from './extract/submission.ts';
import { assemble, type Counted, counted } from './rank/assemble.ts';
import type { BaselineValues } from './rank/speedup.ts';
import type { Brief } from './run/brief.ts';
import { type Counts, nothing, sumOf } from './values/counts.ts';

interface Named {
  baseline: Baseline;
  /** The values that are 1.0x. */
  values: BaselineValues;
}

/**
 * The counts and problems of `combine`. Values of different machines meet in nothing but the checks across files and the
 * places, which are not counted.
 * @param extractOf Reads the rows and gaps of a file.
 */
export async function countAll(
  briefs: readonly Brief[],
  published: readonly Candidate[],
  extractOf: (brief: Brief) => Promise<Extract>,
  { baseline, values }: Named,
): Promise<Counted> {
  const findings = checkAcross(briefs.map(({ summary }) => summary));
  const parts: Counted[] = [counted(assemble({ published, measured: [], gaps: [] }, baseline, values))];
  for (const files of Map.groupBy(briefs, ({ machine, path }) => machine ?? path).values()) {
    const [first, ...others] = files;
    if (others.length === 0 && !findings.has(first!.path)) {
      parts.push(first!.alone);
      continue;
    }
    const extracts: Extract[] = [];
    for (const brief of files) extracts.push(withAdded(await extractOf(brief), brief.summary));
    const measured = extracts.flatMap(({ path, candidates }) =>
      withFindings(candidates, findings.get(path) ?? []),
    );
    const gaps = extracts.flatMap((extract) => extract.gaps);
    parts.push(counted(assemble({ published: [], measured, gaps }, baseline, values)));
  }
  const problems: Problem[] = parts.flatMap((part) => part.problems);
  const counts = parts.reduce<Counts>((sum, part) => sumOf(sum, part.counts), nothing);
  return { counts, problems };
}
