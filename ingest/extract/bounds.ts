/** @file Checks what a file contributes against the contract of the leaderboard, so that a bad value costs only its file. */
import * as z from 'zod';
import { type Gap, gapSchema, type Row, rowSchema } from '../../data/contract/leaderboard.ts';
import { MAX_PROBLEMS, type Problem, toProblems } from '../../data/contract/problem.ts';
import { INVALID } from '../../data/contract/schema/read.ts';
import { reader } from '../../data/contract/schema/reader.ts';
import { safeParse } from '../../data/contract/schema/safe-parse.ts';
import type { Candidate } from '../candidates/candidate.ts';

/** What all rows and gaps of a file share. */
const commonSchema = z.object(rowSchema.pick({ machine: true, sources: true }).shape);

/** The fields of a row that are derived; all others are fields of the submission, whose bounds were checked before. */
const derivedSchema = z.object(
  rowSchema.pick({
    id: true,
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
  }).shape,
);

/** The same of a gap. */
const derivedGapSchema = z.object(gapSchema.pick({ id: true }).shape);

type Common = Pick<Row, 'machine' | 'sources'>;

/** A test of the fields of a schema, which makes no copy of them. */
function testOf({ shape }: z.ZodObject): (one: Common) => boolean {
  const fields = Object.entries(shape).map(([name, schema]) => ({ name, read: reader(schema) }));
  return (one) => {
    const values = one as Common & Readonly<Record<string, unknown>>;
    for (const { name, read } of fields) if (read(values[name]) === INVALID) return false;
    return true;
  };
}

const [isCommonSound, isRowSound, isGapSound] = [commonSchema, derivedSchema, derivedGapSchema].map(testOf);

/** Adds to a test that of the fields that all share, whose objects are looked at only once. */
function withCommon(test: (one: Common) => boolean): (one: Common) => boolean {
  let sound: Common | null = null;
  return (one) => {
    if (one.machine !== sound?.machine || one.sources !== sound.sources) {
      if (!isCommonSound!(one)) return false;
      sound = one;
    }
    return test(one);
  };
}

/** What is wrong with a row or a gap that failed the test. */
function issuesOf(schema: z.ZodObject, one: Common): z.core.$ZodIssue[] {
  const checked = safeParse(schema.extend(commonSchema.shape), one);
  return checked.success ? [] : checked.error.issues;
}

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
  const isSound = withCommon(isRowSound!);
  for (const candidate of candidates) {
    if (isSound(candidate.row)) continue;
    // The other values beyond their bounds follow from the first one.
    const [first] = toProblems(path, issuesOf(derivedSchema, candidate.row), REMEDY);
    const message = `gives ${first!.field}, which ${first!.message}`;
    problems.push({ path, field: fieldOf(candidate), message });
  }
  const isSoundGap = withCommon(isGapSound!);
  for (const gap of gaps)
    if (!isSoundGap(gap)) problems.push(...toProblems(path, issuesOf(derivedGapSchema, gap), REMEDY));
  return problems.slice(0, MAX_PROBLEMS);
}
