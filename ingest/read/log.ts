/** @file The commits that git lists, with what each changed below a folder. */
import { git } from './git.ts';

/** A file that a commit added or changed, or that it removed. */
export interface Change {
  /** Hashes of the contents that it had in the parents; empty if it had none. */
  before: string[];
  /** Hash of its content; null if it was removed. */
  content: string | null;
  /** First digits of the SHA-256 of the result, as far as its name tells. */
  digits: string | null;
}

export interface Commit {
  hash: string;
  parents: string[];
  /** Address of the author. It stays in this folder. */
  author: string;
  /** Address of who committed it. */
  committer: string;
  /** First line of its message. */
  subject: string;
  /** Those of a merge are what is in none of its parents. */
  changes: Change[];
}

/**
 * Every commit with what it changed below the folder; of a merge, only what is in none of its parents. Settings of the user
 * change neither what is listed nor its order. Only the repository's `.mailmap` tells which addresses are one person's.
 */
const LOG = [
  ...['-c', 'log.showRoot=true', '-c', 'log.follow=false', '-c', 'mailmap.file=', '-c', 'mailmap.blob='],
  ...['log', '-O/dev/null', '--topo-order', '--full-history', '--sparse', '-c', '--raw', '--no-abbrev'],
  ...['--no-renames', '--no-color', '--no-show-signature', '--encoding=UTF-8', '--format=>%H %P>%aE>%cE>%s'],
];

/** How names of results end, whether or not git quotes them. */
const named = /--([0-9a-f]{8})\.json"?$/;

/** Git writes a hash of zeros for a file that is not there. */
const isContent = (hash: string): boolean => /[^0]/.test(hash);

/**
 * A line of `--raw`: as many colons as parents, the modes and the contents in the parents and in the commit, letters, and
 * after a tab the path: ":100644 100644 HASH HASH M\tpath".
 */
function parseChange(line: string): Change {
  const parents = /^:+/.exec(line)![0].length;
  const [facts = '', path = ''] = line.slice(parents).split('\t', 2);
  const hashes = facts.split(' ').slice(parents + 1, 2 * parents + 2);
  const content = hashes.pop()!;
  return {
    before: hashes.filter(isContent),
    content: isContent(content) ? content : null,
    digits: named.exec(path)?.[1] ?? null,
  };
}

function parseLog(log: string): Map<string, Commit> {
  const commits = new Map<string, Commit>();
  let current: Commit | undefined;
  for (const line of log.split('\n')) {
    if (line.startsWith('>')) {
      // Git allows no such sign in an address.
      const [hashes = '', author = '', committer = '', ...subject] = line.slice(1).split('>');
      const [hash = '', ...parents] = hashes.trim().split(' ');
      current = { hash, parents, author, committer, subject: subject.join('>'), changes: [] };
      commits.set(hash, current);
    } else if (line.startsWith(':')) current!.changes.push(parseChange(line));
  }
  return commits;
}

/** Every commit that leads to a commit, which is the first one, by its hash. Null if git fails. @param below Folder of the changes. */
export async function readLog(
  folder: string,
  commit: string,
  below: string,
): Promise<Map<string, Commit> | null> {
  const log = await git(folder, [...LOG, '--end-of-options', commit, '--', below]);
  return log === null ? null : parseLog(log.toString());
}
