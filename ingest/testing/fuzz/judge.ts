/** @file What ingest does with generated files: refuses them, holds values back, flags them, ranks them, or throws. */
import { parseSubmission } from '../../../data/contract/parse.ts';
import { formatProblem, type Problem } from '../../../data/contract/problem.ts';
import { submissionPath } from '../../../data/derive/files/file-name.ts';
import { checkAcross } from '../../check/across/index.ts';
import { exportLeaderboard } from '../../export/files.ts';
import { MemoryOutput } from '../../export/output.ts';
import { withFindings } from '../../extract/findings.ts';
import { type Extract, extractSubmission } from '../../extract/submission.ts';
import { combine } from '../../leaderboard.ts';
import { sha256 } from '../../read/sha256.ts';
import type { SubmissionFile } from '../../values/file.ts';
import { misnamed } from '../../values/identity.ts';

/** Later than every generated file. */
export const NOW = Date.parse('2026-12-10');

/** Generated files are added after all committed ones. */
const FIRST_ADDED = 100_000;

/** How the problem of a file begins on which ingest itself fails. */
const BUG = 'makes ingest fail';

/** What the problem of a row says that ingest made wrong (`ingest/rank/bounds.ts`). */
const IN_ROW = 'this is a bug of ingest';

/** What became of one result. */
export interface CellVerdict {
  /** Position in `results`. */
  index: number;
  ranked: boolean;
  withheld: string | null;
  flags: readonly { id: string; text: string }[];
}

export interface Verdict {
  /** Why the file was refused; empty if it was not. */
  refusals: Problem[];
  cells: CellVerdict[];
  /** What was thrown; null if nothing was. */
  crash: unknown;
}

/** Reads the bytes of a file as if they lay under the name that their content requires. */
function read(bytes: Uint8Array, number: number): SubmissionFile | Problem[] {
  const shown = `data/submissions/suite-1/${number}.json`;
  const parsed = parseSubmission(bytes, shown);
  if (!parsed.ok) return parsed.problems;
  const hash = sha256(bytes);
  const path = submissionPath(parsed.value, hash);
  const message = misnamed(path, parsed.value, { bytes, sha256: hash }, sha256);
  if (message !== null) return [{ path: shown, field: 'file', message }];
  return {
    path: `data/submissions/${path}`,
    shown,
    submission: parsed.value,
    sha256: hash,
    addedOrder: FIRST_ADDED + number,
    owner: `owner-${number}`,
  };
}

/** What a file contributes, or why it is refused. */
function extractOf(bytes: Uint8Array, number: number): Extract | Problem[] {
  const file = read(bytes, number);
  if (Array.isArray(file)) return file;
  const extract = extractSubmission(file, NOW);
  if (extract.ok) return extract.value;
  const bug = extract.problems.find(({ message }) => message.startsWith(BUG));
  if (bug !== undefined) throw new Error(formatProblem(bug));
  return extract.problems;
}

/** What committed files contribute. */
export function extractAll(files: readonly SubmissionFile[]): Extract[] {
  return files.map((file) => {
    const extract = extractSubmission(file, NOW);
    if (!extract.ok) throw new Error(`${file.path}: ${extract.problems[0]!.message}`);
    return extract.value;
  });
}

/** Computes everything that ingest writes. */
function exportAll(extracts: readonly Extract[]): void {
  const { leaderboard, problems } = combine(extracts, []);
  // A ratio that no machine has is left out with a line; everything else is a bug.
  const bug = problems.find(({ message }) => message.includes(IN_ROW));
  if (bug !== undefined) throw new Error(formatProblem(bug));
  exportLeaderboard(new MemoryOutput(), leaderboard);
}

/** What each file threw whose exports throw. All together first, because that is the usual case and fast. */
function exportCrashes(extracts: readonly Extract[]): Map<Extract, unknown> {
  const crashes = new Map<Extract, unknown>();
  if (extracts.length === 0) return crashes;
  try {
    exportAll(extracts);
    return crashes;
  } catch (error) {
    if (extracts.length === 1) return crashes.set(extracts[0]!, error);
  }
  const middle = extracts.length >> 1;
  const halves = [extracts.slice(0, middle), extracts.slice(middle)];
  return new Map(halves.flatMap((half) => [...exportCrashes(half)]));
}

/** What became of each result of a file: of a batch sweep the best batch. */
function cellsOf({ candidates, path }: Extract, findings: ReturnType<typeof checkAcross>): CellVerdict[] {
  return withFindings(candidates, findings.get(path) ?? []).map(
    ({ measurement, row, unranked, withheld }): CellVerdict => ({
      index: measurement ?? -1,
      ranked: unranked === null && withheld === null,
      withheld,
      flags: row.flags,
    }),
  );
}

/**
 * The verdict on each file, in their order, which is the order in which they were added.
 * @param earlier Files that were added before.
 * @param exports Whether to compute also what ingest writes.
 */
export function judge(
  earlier: readonly Extract[],
  contents: readonly Uint8Array[],
  exports = true,
): Verdict[] {
  const verdicts = contents.map((): Verdict => ({ refusals: [], cells: [], crash: null }));
  const accepted = new Map<Extract, Verdict>();
  for (const [number, bytes] of contents.entries()) {
    const verdict = verdicts[number]!;
    try {
      const extract = extractOf(bytes, number);
      if (Array.isArray(extract)) verdict.refusals = extract;
      else accepted.set(extract, verdict);
    } catch (error) {
      verdict.crash = error;
    }
  }
  const extracts = [...accepted.keys()];
  const added = extracts.map(({ summary }) => ({ ...summary, addedMs: NOW }));
  const findings = checkAcross([...earlier.map(({ summary }) => summary), ...added]);
  const crashes = exports ? exportCrashes(extracts) : new Map<Extract, unknown>();
  for (const [extract, verdict] of accepted) {
    if (crashes.has(extract)) verdict.crash = crashes.get(extract);
    else verdict.cells = cellsOf(extract, findings);
  }
  return verdicts;
}
