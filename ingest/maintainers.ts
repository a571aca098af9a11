/** @file What is wrong with the files of the maintainers that name results: entries that name nothing. */
import { acceptedOutliers, maintainerFileNames } from '../data/catalogue/index.ts';
import type { Problem } from '../data/contract/problem.ts';
import type { AcceptedOutlier } from '../data/contract/tables/accepted-outlier.ts';
import { measurementsOf } from './candidates/measured.ts';
import { type Doubts, doubtKey, unusedOutliers } from './check/accepted.ts';
import type { Findings } from './check/across/index.ts';
import { checkFile } from './check/index.ts';
import { readSubmission } from './read/read.ts';
import type { Brief } from './run/brief.ts';

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** What is known of the files that were read. */
interface Read {
  /** Folder of the submissions. */
  folder: string;
  /** Milliseconds since the epoch. */
  nowMs: number;
  /** Of the files that are accepted. */
  briefs: readonly Brief[];
  /** Of the checks across files. */
  findings: Findings;
}

/** What the checks doubt in one file if nothing is accepted. */
async function doubtsOf({ folder, nowMs, findings }: Read, path: string): Promise<string[]> {
  const name = baseName(path);
  const across = (findings.get(path) ?? []).map(({ index, check }) => doubtKey(name, index, check));
  const read = await readSubmission(folder, path.split('/').slice(2).join('/'));
  if (!read.ok) return across;
  const { measurements } = measurementsOf(read.value);
  const { of } = checkFile({ file: read.value, measurements }, { nowMs }, []);
  const own = measurements.flatMap((one) => of(one).flags.map(({ id }) => doubtKey(name, one.index, id)));
  return [...across, ...own];
}

/** What the checks doubt in the files that the maintainers name. */
async function doubtsIn(read: Read, outliers: readonly AcceptedOutlier[]): Promise<Doubts> {
  const named = new Set(outliers.map(({ file }) => file));
  const files = read.briefs.filter(({ path }) => named.has(baseName(path)));
  const doubts = await Promise.all(files.map(({ path }) => doubtsOf(read, path)));
  return new Set(doubts.flat());
}

/** The names that no accepted file has. */
function unknownFiles(briefs: readonly Brief[], names: readonly string[]): Problem[] {
  const known = new Set(briefs.map(({ path }) => baseName(path)));
  return names.flatMap((name, index) => {
    const message = `is "${name}", which is no accepted file; correct or remove the entry`;
    return known.has(name)
      ? []
      : [{ path: 'data/catalogue/maintainer-files.json', field: String(index), message }];
  });
}

/** The entries of the maintainers' files that name nothing. */
export async function unusedEntries(
  read: Read,
  outliers: readonly AcceptedOutlier[] = acceptedOutliers,
  names: readonly string[] = maintainerFileNames,
): Promise<Problem[]> {
  const today = new Date(read.nowMs).toISOString().slice(0, 10);
  return [
    ...unusedOutliers(read.briefs, await doubtsIn(read, outliers), today, outliers),
    ...unknownFiles(read.briefs, names),
  ];
}
