/** @file Order and owners of the submissions, from the history of git. What a file says about itself decides neither. */
import { type MainLine, mainLine } from '../../data/catalogue/main-line.ts';
import { counted } from '../../data/derive/counted.ts';
import { UNCOMMITTED_OWNER, UNKNOWN_OWNER } from '../values/owner.ts';
import { type Addition, additionsOf, type SharedMerge } from './additions.ts';
import { git } from './git.ts';
import { type Commit, readLog } from './log.ts';
import { stepsOf } from './main-line.ts';
import { readResults } from './results.ts';

export interface History {
  /** By path, relative to the folder and with `/` as the separator; a file that is not in it is not committed. */
  additions: ReadonlyMap<string, Addition>;
  /** Merges whose authors count as one owner, from the oldest on. */
  merges: readonly SharedMerge[];
  /** Hashes of the commits that were main, from the oldest on. */
  line: readonly string[];
}

/** Place of a file among all, and its owner. */
export interface Added {
  /** Position of the file, from 0 for the one that was added first; no two files share one. */
  addedOrder: number;
  /** Id of who added it; it neither contains nor hashes anything about the person. */
  owner: string;
}

/** The content of every file, by path. Each entry is "MODE CONTENT STAGE\tpath" of an index, "MODE blob CONTENT\tpath" of a commit. */
function parseFiles(list: string): [path: string, content: string][] {
  return list
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const tab = entry.indexOf('\t');
      return [
        entry.slice(tab + 1),
        entry
          .slice(0, tab)
          .split(' ')
          .find((word) => word.length >= 40)!,
      ];
    });
}

/** What is read of a history. */
interface Reading {
  /** Commit whose files are meant; by default those that git tracks now. */
  commit?: string | undefined;
  /** Folder that is meant, below the given one, with a slash at its end. */
  below?: string;
  main?: MainLine;
}

/**
 * The history of the files below a folder. A file belongs to whoever first added its result, so that moving, renaming,
 * formatting or adding it again changes nothing. Null outside a checkout, and in a shallow or partial clone that does not know
 * who added a file.
 */
export async function readHistory(
  folder: string,
  { commit, below = '', main = mainLine }: Reading = {},
): Promise<History | null> {
  const shallow = await git(folder, ['rev-parse', '--is-shallow-repository']);
  if (shallow?.toString().trim() !== 'false') return null;
  const list = commit === undefined ? ['ls-files', '--stage', '-z', '--'] : ['ls-tree', '-r', '-z', commit];
  const files = await git(folder, [...list, below || '.']);
  // Before the first commit no file is committed.
  const head = await git(folder, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${commit ?? 'HEAD'}^{commit}`,
  ]);
  const name = head?.toString().trim();
  const commits = name === undefined ? new Map<string, Commit>() : await readLog(folder, name, below || '.');
  if (commits === null) return null;
  const steps = stepsOf(commits, name ?? '', main);
  const results = await readResults(folder, steps);
  if (results === null) return null;
  const { additions, merges } = additionsOf(steps, (content) => results.get(content) ?? null);
  const found = parseFiles(files?.toString() ?? '').flatMap(([path, content]) => {
    const addition = additions.get(content);
    return addition === undefined ? [] : [[path.slice(below.length), addition] as const];
  });
  return { additions: new Map(found), merges, line: steps.map((step) => step.at(-1)!.hash) };
}

/** Why order and owners are unknown. */
const NO_HISTORY =
  'There is no complete history of git here, so the times in the files decide their order and their owners are unknown; for the result that is published use a full clone (git fetch --unshallow, or git fetch --refetch --no-filter). If the folder belongs to another user, git reads it after: git config --global --add safe.directory "$PWD"';

/** What a reader should know about order and owners, one sentence; null if there is nothing. */
export function noteOf(history: History | null): string | null {
  if (history === null) return NO_HISTORY;
  const [merge, ...others] = history.merges;
  if (merge === undefined) return null;
  const more = others.length === 0 ? '' : `, and ${counted(others.length, 'more merge')} like it`;
  return `The merge ${merge.commit.slice(0, 12)} brings results of ${merge.authors} authors, who count as one owner${more}; if it merged main into another branch, name the former head of main in data/catalogue/main-line.json.`;
}

/**
 * Order and owner of each file, by path. A file that is not committed is newer than all others. Where positions are equal or
 * there is no history, the times of the files decide.
 */
export function addedOf(
  history: History | null,
  files: readonly { path: string; finishedAt: string }[],
): Map<string, Added> {
  const position = (path: string) => history?.additions.get(path)?.position ?? Number.MAX_SAFE_INTEGER;
  const ordered = files.toSorted(
    (a, b) =>
      position(a.path) - position(b.path) ||
      Date.parse(a.finishedAt) - Date.parse(b.finishedAt) ||
      (a.path < b.path ? -1 : 1),
  );
  const missing = history === null ? UNKNOWN_OWNER : UNCOMMITTED_OWNER;
  return new Map(
    ordered.map(({ path }, addedOrder) => [
      path,
      { addedOrder, owner: history?.additions.get(path)?.owner ?? missing },
    ]),
  );
}
