/** @file Checks what a file contributes against the contract of the leaderboard, so that a bad value costs only its file. */
import * as z from 'zod';
import { type Gap, gapSchema, rowSchema } from '../../data/contract/leaderboard.ts';
import { MAX_PROBLEMS, type Problem, toProblems } from '../../data/contract/problem.ts';
import { safeParse } from '../../data/contract/schema/safe-parse.ts';
import type { Candidate } from '../candidates/candidate.ts';

/** The fields of a row that are derived; all others are fields of the submission, whose bounds were checked before. */
const derivedSchema = z.object(
  rowSchema.pick({
    id: true,
    machine: true,
    value: true,
    ci: true,
    utilization: true,
    comparisonKey: true,
    flags: true,
    software: true,
    os: true,
    samplesPerSecond: true,
    latency: true,
    ladder: true,
    largestBatch: true,
    drift: true,
    firstStepSeconds: true,
    energy: true,
    cost: true,
    convergence: true,
    sources: true,
  }).shape,
);

/** The same of a gap. */
const derivedGapSchema = z.object(gapSchema.pick({ id: true, machine: true, sources: true }).shape);

/** The cell of a candidate in its file, for example "results.3". */
const fieldOf = ({ measurement }: Candidate): string =>
  measurement === null ? 'results' : `results.${measurement}`;

const REMEDY =
  'no machine measures such a value: check the samples and itemsPerSample, or measure again with the newest runner';

/** Every derived value of a file that the leaderboard cannot contain, with the cell that it follows from. */
export function boundProblems(
  path: string,
  { candidates, gaps }: { candidates: readonly Candidate[]; gaps: readonly Gap[] },
): Problem[] {
  const problems: Problem[] = [];
  for (const candidate of candidates) {
    const checked = safeParse(derivedSchema, candidate.row);
    if (checked.success) continue;
    // The other values beyond their bounds follow from the first one.
    const [first] = toProblems(path, checked.error.issues);
    const message = `gives ${first!.field}, which ${first!.message}; ${REMEDY}`;
    problems.push({ path, field: fieldOf(candidate), message });
  }
  for (const gap of gaps) {
    const checked = safeParse(derivedGapSchema, gap);
    if (!checked.success) problems.push(...toProblems(path, checked.error.issues));
  }
  return problems.slice(0, MAX_PROBLEMS);
}
