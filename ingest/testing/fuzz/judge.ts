/** @file What ingest does with generated files: refuses them, holds values back, flags them, ranks them, or throws. */
import { createHash } from 'node:crypto';
import { parseSubmission } from '../../../data/contract/parse.ts';
import { formatProblem, type Problem } from '../../../data/contract/problem.ts';
import { columns } from '../../../data/derive/columns.ts';
import { toCsv } from '../../../data/derive/csv.ts';
import { submissionPath } from '../../../data/derive/file-name.ts';
import { measurementsOf, toCandidate } from '../../candidates/measured.ts';
import type { Subject } from '../../check/check.ts';
import { type FileChecks, runChecks } from '../../check/index.ts';
import { toJson } from '../../export/json.ts';
import { toParquet } from '../../export/parquet.ts';
import { toLeaderboard } from '../../leaderboard.ts';
import { misnamed } from '../../read/identity.ts';
import type { SubmissionFile } from '../../values/file.ts';

/** Later than every generated file. */
export const NOW = Date.parse('2026-12-10');

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
  const hash = createHash('sha256').update(bytes).digest('hex');
  const path = submissionPath(parsed.value, hash);
  const message = misnamed(path, parsed.value, bytes);
  if (message !== null) return [{ path: shown, field: 'file', message }];
  return { path: `data/submissions/${path}`, shown: `data/submissions/${path}`, submission: parsed.value };
}

/** The file with its measurements, or why it is refused. */
function subjectOf(bytes: Uint8Array, number: number): Subject | Problem[] {
  const file = read(bytes, number);
  if (Array.isArray(file)) return file;
  const { measurements, problems } = measurementsOf(file);
  return problems.length > 0 ? problems : { file, measurements };
}

/** The result of a computation; null if it throws, which the verdict then says. */
function attempt<Value>(verdict: Verdict, compute: () => Value): Value | null {
  try {
    return compute();
  } catch (error) {
    verdict.crash = error;
    return null;
  }
}

/** What the checks say about a file. */
function outcomeOf(
  { file, measurements }: Subject,
  { problems, of }: FileChecks,
): Pick<Verdict, 'refusals' | 'cells'> {
  if (problems.length > 0) return { refusals: problems, cells: [] };
  const cells = measurements.map((one): CellVerdict => {
    const { row, unranked, withheld } = toCandidate(file, one, of(one));
    return { index: one.index, ranked: unranked === null && withheld === null, withheld, flags: row.flags };
  });
  return { refusals: [], cells };
}

/** Computes everything that ingest writes. */
function exportAll(files: readonly SubmissionFile[]): void {
  const computed = toLeaderboard(files, [], NOW);
  if (!computed.ok) throw new Error(`an accepted file was refused: ${formatProblem(computed.problems[0]!)}`);
  toJson(computed.value);
  toCsv(columns, computed.value.rows);
  toParquet(computed.value.rows);
}

/** The crash of each file whose exports throw. All together first, because that is the usual case and fast. */
function exportCrashes(files: readonly SubmissionFile[]): Map<SubmissionFile, unknown> {
  const crashes = new Map<SubmissionFile, unknown>();
  if (files.length === 0) return crashes;
  try {
    exportAll(files);
    return crashes;
  } catch (error) {
    if (files.length === 1) return crashes.set(files[0]!, error);
  }
  const middle = files.length >> 1;
  const halves = [files.slice(0, middle), files.slice(middle)];
  return new Map(halves.flatMap((half) => [...exportCrashes(half)]));
}

/**
 * The verdict on each file, in their order, which is the order in which they were added.
 * @param earlier Files that were added before.
 * @param exports Whether to compute also what ingest writes.
 */
export function judge(
  earlier: readonly SubmissionFile[],
  contents: readonly Uint8Array[],
  exports = true,
): Verdict[] {
  const verdicts = contents.map((): Verdict => ({ refusals: [], cells: [], crash: null }));
  const subjects: Subject[] = earlier.map((file) => ({
    file,
    measurements: measurementsOf(file).measurements,
  }));
  const before = subjects.length;
  /** The verdict of each subject that is new. */
  const places: Verdict[] = [];
  for (const [number, bytes] of contents.entries()) {
    const verdict = verdicts[number]!;
    const subject = attempt(verdict, () => subjectOf(bytes, number));
    if (subject === null || Array.isArray(subject)) verdict.refusals = subject ?? [];
    else {
      places.push(verdict);
      subjects.push(subject);
    }
  }
  const checked = runChecks(subjects, NOW).slice(before);
  for (const [i, found] of checked.entries())
    Object.assign(places[i]!, outcomeOf(subjects[before + i]!, found));
  if (!exports) return verdicts;
  const accepted = checked.flatMap(({ problems }, i) =>
    problems.length > 0 ? [] : [{ file: subjects[before + i]!.file, verdict: places[i]! }],
  );
  const crashes = exportCrashes(accepted.map(({ file }) => file));
  for (const { file, verdict } of accepted)
    if (crashes.has(file)) Object.assign(verdict, { cells: [], crash: crashes.get(file) });
  return verdicts;
}
