/** @file What the maintainers accept: a finding becomes a flag that says so, and the row is ranked. */
import { acceptedOutliers } from '../../data/catalogue/index.ts';
import type { Problem } from '../../data/contract/problem.ts';
import type { AcceptedOutlier } from '../../data/contract/tables/accepted-outlier.ts';
import type { Severity } from './contract/check.ts';

interface Finding {
  check: string;
  severity: Severity;
  text: string;
}

/** The name of a file; checks also run in a browser, which has no `node:path`. */
const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/**
 * The finding, or the flag that it was accepted. A contradiction in a file cannot be accepted.
 * @param path Path of the submission.
 * @param result Position in `results`; null for a finding about the whole file.
 */
export function accepted<Kind extends Finding>(
  finding: Kind,
  path: string,
  result: number | null,
  outliers: readonly AcceptedOutlier[] = acceptedOutliers,
): Kind {
  if (finding.severity === 'reject' || outliers.length === 0) return finding;
  const name = baseName(path);
  const found = outliers.find(
    (one) => one.file === name && one.result === result && one.check === finding.check,
  );
  if (found === undefined) return finding;
  return { ...finding, severity: 'flag', text: `accepted by maintainers: ${found.reason}` };
}

/** A submission whose results can be looked up. */
interface Known {
  path: string;
  /** Number of results of the file. */
  results: number;
}

/** Each finding of the checks that may be accepted: the name of the file, the position in its results, the id of the check. */
export type Doubts = ReadonlySet<string>;
export const doubtKey = (file: string, result: number | null, check: string): string =>
  `${file} ${result} ${check}`;

/**
 * The entries that accept nothing: they name no file, no result of it or no finding. They have to go, or they would accept
 * something else one day.
 * @param today The day, as YYYY-MM-DD.
 */
export function unusedOutliers(
  files: readonly Known[],
  doubts: Doubts,
  today: string,
  outliers: readonly AcceptedOutlier[] = acceptedOutliers,
): Problem[] {
  const byName = new Map(files.map((file) => [baseName(file.path), file]));
  const keys = outliers.map(({ file, result, check }) => doubtKey(file, result, check));
  return outliers.flatMap(({ file, result, check, date }, index) => {
    const add = (field: string, message: string): Problem[] => [
      { path: 'data/catalogue/accepted-outliers.json', field: `${index}.${field}`, message },
    ];
    if (date > today) return add('date', `is ${date}, which is in the future; write the day of the decision`);
    const first = keys.indexOf(keys[index]!);
    if (first < index) return add('check', `is "${check}", as in entry ${first}; remove one of the two`);
    const found = byName.get(file);
    if (found === undefined) return add('file', `is "${file}", which is no accepted file; remove the entry`);
    if (result >= found.results)
      return add('result', `is ${result}, but the file has only ${found.results} results; remove the entry`);
    return doubts.has(keys[index]!)
      ? []
      : add('check', `is "${check}", which doubts nothing of this result; correct or remove the entry`);
  });
}
