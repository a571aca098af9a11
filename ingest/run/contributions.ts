/** @file What all files of a folder contribute: known ones from the index of the cache, all others computed on all cores. */
import { basename, join } from 'node:path';
import type { Problem } from '../../data/contract/problem.ts';
import { withAdded } from '../extract/added.ts';
import type { Extract } from '../extract/submission.ts';
import { ROOT } from '../read/read.ts';
import type { Brief } from './brief.ts';
import { type Contribution, contributionOf, keptRows, type Run } from './contribution.ts';
import { toList } from './fingerprints.ts';
import { type IndexFile, type Known, NO_INDEX, openIndex, stampOf } from './index-file.ts';
import { linesOf, unpack, type Work } from './packed.ts';
import { answersTo } from './threads.ts';

/** Fewer files are read as fast as an index, which would be one more file for each folder that anybody checks. */
const INDEXED = 200;

/** Reads the rows and gaps of the files. */
export interface ContributionReader {
  /** Adds the rows and gaps of a file to its brief, with the owner and the place that this has. @throws Error if the file was changed meanwhile and is no longer valid */
  extractOf: (brief: Brief) => Promise<Extract>;
  /** The same as lines of JSON, one for each workload and mode; owner and place are those of an uncommitted file. */
  linesOf: (brief: Pick<Brief, 'path'>) => [Work, line: string][];
  /** Identifies path and content of a file. */
  keyOf: (brief: Pick<Brief, 'path'>) => string;
}

export interface Contributions extends ContributionReader {
  /** Of the valid files, in the order of the paths. */
  briefs: Brief[];
  problems: Problem[];
}

const isUnchanged = (known: Known | undefined, stamp: string): boolean =>
  known !== undefined && stamp !== '' && known.stamp === stamp;

/** What a file contributes whose results the cache lost: somebody emptied it meanwhile. */
function computedAgain(run: Run, path: string): Contribution {
  const again = contributionOf(run, path);
  if (again.ok && again.value !== null) return again.value;
  throw new Error(`${join(run.folder, path)} was changed while ingest ran; start it again`);
}

/** The index of the folder of a run, if it has enough files for one. */
function indexOf(run: Run, files: number): IndexFile {
  if (run.cache === null || files < INDEXED) return NO_INDEX;
  return openIndex(run.cache, run.folder, (path) =>
    toList(computedAgain(run, path).brief.summary.measurements),
  );
}

/** What a path tells of the machine: its name is the same for all files of a machine, and hardly for others. */
const machineIn = (path: string): string => basename(path).split('--', 1)[0]!;

/** Whether a file is one of several of its machine, as far as their names tell. */
function sharing(paths: readonly string[]): (path: string) => boolean {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const path of paths) {
    const machine = machineIn(path);
    if (seen.has(machine)) shared.add(machine);
    seen.add(machine);
  }
  return (path) => shared.has(machineIn(path));
}

/** Adds the rows of files that share a machine against the likelihood of their names. */
async function addShared(
  run: Run,
  known: ReadonlyMap<string, Known>,
  packed: Map<string, Uint8Array>,
): Promise<void> {
  const groups = Map.groupBy(known, ([path, { brief }]) => brief.machine ?? path);
  const lacking = [...groups.values()].flatMap((files) =>
    files.length === 1 ? [] : files.flatMap(([path]) => (packed.has(path) ? [] : [path])),
  );
  const answers = await answersTo(
    run,
    lacking.map((path) => [path, null, true]),
  );
  for (const [at, path] of lacking.entries()) {
    const answer = answers[at]!;
    // One that was changed meanwhile is found when it is needed.
    if (answer.ok && answer.value !== null) packed.set(path, answer.value.packed!);
  }
}

/**
 * Reads the rows and gaps of files again. A function of its own, because what it returns keeps alive all that it sees.
 * @param keys Of path and content, by the paths.
 * @param packed What the cache does not hold.
 */
function readerOf(
  run: Run,
  keys: ReadonlyMap<string, string>,
  packed: ReadonlyMap<string, Uint8Array>,
): ContributionReader {
  const keyOf = ({ path }: Pick<Brief, 'path'>) => keys.get(path.slice(ROOT.length))!;
  const packedOf = ({ path: source }: Pick<Brief, 'path'>): Uint8Array => {
    const path = source.slice(ROOT.length);
    const kept = run.cache === null ? null : keptRows(run.cache, keyOf({ path: source }));
    return packed.get(path) ?? kept ?? computedAgain({ ...run, cache: null }, path).packed!;
  };
  return {
    keyOf,
    linesOf: (brief) => linesOf(packedOf(brief)),
    extractOf: async ({ path, finishedAt, results, summary }) => {
      const { candidates, gaps } = unpack(packedOf({ path }));
      return withAdded({ path, finishedAt, results, candidates, gaps, summary }, summary);
    },
  };
}

/** What is known of all valid files, by their paths. */
interface Gathered {
  known: ReadonlyMap<string, Known>;
  /** The packed rows and gaps that the cache does not hold. */
  packed: ReadonlyMap<string, Uint8Array>;
  problems: Problem[];
}

async function gather(run: Run, paths: readonly string[], counting: boolean): Promise<Gathered> {
  const index = indexOf(run, paths.length);
  const earlier = index.known;
  const stampOfPath = new Map(
    paths.map((path) => [path, index === NO_INDEX ? '' : stampOf(run.folder, path)]),
  );
  const areRowsRead = counting ? sharing(paths) : () => true;
  const asked = paths
    .filter((path) => !isUnchanged(earlier.get(path), stampOfPath.get(path)!))
    .map((path) => [path, earlier.get(path)?.key ?? null, areRowsRead(path)] as const);
  const answered = await answersTo(run, asked);
  const answers = new Map(asked.map(([path], at) => [path, answered[at]!]));
  const known = new Map<string, Known>();
  const packed = new Map<string, Uint8Array>();
  const problems: Problem[] = [];
  for (const path of paths) {
    const answer = answers.get(path);
    const stamp = stampOfPath.get(path)!;
    if (answer === undefined) known.set(path, earlier.get(path)!);
    else if (!answer.ok) problems.push(...answer.problems);
    else if (answer.value === null) known.set(path, { ...earlier.get(path)!, stamp });
    else {
      const { key, brief, packed: rows } = answer.value;
      known.set(path, { key, stamp, brief });
      if (rows !== null) packed.set(path, rows);
    }
  }
  if (counting && run.cache === null) await addShared(run, known, packed);
  index.write(known);
  return { known, packed, problems };
}

/**
 * What the files contribute. Apart from `briefs` it holds no brief, so that fingerprints can be dropped.
 * @param counting Whether files are only counted: the rows of the only file of a machine are then not kept in memory.
 */
export async function contributionsOf(
  run: Run,
  paths: readonly string[],
  counting = false,
): Promise<Contributions> {
  const { known, packed, problems } = await gather(run, paths, counting);
  const all = [...known];
  return {
    ...readerOf(run, new Map(all.map(([path, { key }]) => [path, key])), packed),
    briefs: all.map(([, { brief }]) => brief),
    problems,
  };
}
