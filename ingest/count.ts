/** @file Counts what the leaderboard of many files holds, machine by machine, so that most rows are never read. */
import type { Problem } from '../data/contract/problem.ts';
import type { Candidate } from './candidates/candidate.ts';
import { accepted } from './check/accepted.ts';
import { checkAcross, type Findings } from './check/across/index.ts';
import type { AcrossFinding } from './check/contract/check.ts';
import { withFindings } from './extract/findings.ts';
import type { Extract } from './extract/submission.ts';
import { type Counted, count } from './rank/assemble.ts';
import type { Basis } from './rank/speedup.ts';
import { withheld } from './rank/withhold.ts';
import type { Brief } from './run/brief.ts';
import type { Contributions } from './run/contributions.ts';
import type { Parts } from './run/parts.ts';
import { type Counts, nothing, sumOf } from './values/counts.ts';

type Source = Pick<Contributions, 'extractOf' | 'keyOf'>;

/** What counts of a finding; its text and a mere flag change no count. */
const heldIn = (findings: readonly AcrossFinding[]) =>
  findings
    .map((one) => accepted(one, one.path, one.index))
    .filter(({ severity }) => severity === 'quarantine')
    .map(({ check, index }) => [check, index] as const);

/** What the only file of a machine adds; null if its rows are needed for it. */
function countedAlone({ alone }: Brief, held: ReturnType<typeof heldIn>): Counted | null {
  const { counts, countable } = alone;
  if (held.length === 0) return alone;
  if (countable === null) return null;
  return { counts: withheld(counts, countable, new Set(held.map(([, index]) => index))), problems: [] };
}

/**
 * The counts and problems of `combine`. Values of different machines meet in nothing but the checks across files and the
 * places, which are not counted.
 */
export async function countAll(
  briefs: readonly Brief[],
  published: readonly Candidate[],
  { extractOf, keyOf }: Source,
  { baseline, values }: Basis,
  parts: Parts,
  found: Findings = checkAcross(briefs.map(({ summary }) => summary)),
): Promise<Counted> {
  const findingsOf = ({ path }: Pick<Brief, 'path'>) => found.get(path) ?? [];
  const combined = async (files: readonly Brief[]): Promise<Counted> => {
    const extracts: Extract[] = [];
    for (const brief of files) extracts.push(await extractOf(brief));
    const measured = extracts.flatMap((one) => withFindings(one.candidates, findingsOf(one)));
    const gaps = extracts.flatMap((one) => one.gaps);
    return count({ published: [], measured, gaps }, baseline, values);
  };
  const all: Counted[] = [count({ published, measured: [], gaps: [] }, baseline, values)];
  for (const files of Map.groupBy(briefs, ({ machine, path }) => machine ?? path).values()) {
    const held = files.map((brief) => heldIn(findingsOf(brief)));
    const alone = files.length === 1 ? countedAlone(files[0]!, held[0]!) : null;
    const dependencies = () => files.map((brief, at) => [keyOf(brief), brief.summary.owner, held[at]]);
    all.push(alone ?? (await parts.of(dependencies(), () => combined(files))));
  }
  parts.save();
  const problems: Problem[] = all.flatMap((part) => part.problems);
  return { counts: all.reduce<Counts>((sum, part) => sumOf(sum, part.counts), nothing), problems };
}
