/** @file Order and owners of the submissions, from the history of git. What a file says about itself decides neither. */
import { execFile } from 'node:child_process';
import { UNCOMMITTED_OWNER, UNKNOWN_OWNER } from '../values/owner.ts';
import { gitEnvironment } from './git-environment.ts';
import { mailboxesOf } from './mailbox.ts';

/** When and by whom the content of a file was added. */
interface Addition {
  /** Position of the commit that added it; smaller is older. */
  position: number;
  owner: string;
}

/** Additions by path, relative to the folder and with `/` as the separator; a file that is not in it is not committed. */
export type History = ReadonlyMap<string, Addition>;

/** Place of a file among all, and its owner. */
export interface Added {
  /** Position of the file, from 0 for the one that was added first; no two files share one. */
  addedOrder: number;
  /** Id of who added it; it neither contains nor hashes anything about the person. */
  owner: string;
}

interface Commit {
  parents: string[];
  /** Mailbox of the author. It stays in this file. */
  author: string;
  /** Hashes of the contents that the commit brought. */
  contents: string[];
}

/** Digits of an owner's id: with 16, nobody can make a content whose hash starts with those of another. */
const ID_DIGITS = 16;

/** Enough for the log of some million files. */
const MAX_OUTPUT = 2 ** 29;

/** Output of a git command in a folder; null if git is missing or fails. */
function git(folder: string, ...words: string[]): Promise<string | null> {
  const options = { cwd: folder, env: gitEnvironment(), maxBuffer: MAX_OUTPUT, windowsHide: true };
  return new Promise((resolve) => {
    execFile('git', ['--no-replace-objects', ...words], options, (error, stdout) =>
      resolve(error === null ? stdout : null),
    );
  });
}

/**
 * Every commit by its hash, with what it changed below the folder; of a merge, only what is in none of its parents. Settings
 * of the user change neither what is listed nor its order, which decides the ids of owners. Only the repository's `.mailmap`
 * tells which addresses are one person's.
 */
const LOG = [
  ...[
    '-c',
    'log.showRoot=true',
    '-c',
    'log.follow=false',
    '-c',
    'mailmap.file=',
    '-c',
    'mailmap.blob=',
    'log',
    '-O/dev/null',
  ],
  ...['--topo-order', '--full-history', '--sparse', '-c', '--raw', '--no-abbrev', '--no-renames'],
  ...['--no-color', '--no-show-signature', '--format=>%H %P>%aE', '--', '.'],
];

function parseLog(log: string): { commits: Map<string, Commit>; head: string } {
  const commits = new Map<string, Commit>();
  let current: Commit | undefined;
  for (const line of log.split('\n')) {
    if (line.startsWith('>')) {
      const [hashes, ...email] = line.slice(1).split('>');
      const [hash, ...parents] = hashes!.trim().split(' ');
      current = { parents, author: email.join('>'), contents: [] };
      commits.set(hash!, current);
    } else if (line.startsWith(':')) {
      const content = line.split('\t', 1)[0]!.split(' ').at(-2)!;
      // A removed file has a hash of zeros.
      if (/[^0]/.test(content)) current!.contents.push(content);
    }
  }
  const mailboxOf = mailboxesOf([...commits.values()].map(({ author }) => author).reverse());
  for (const commit of commits.values()) commit.author = mailboxOf(commit.author);
  return { commits, head: commits.keys().next().value ?? '' };
}

/**
 * All commits from the oldest on, in groups: one for each first parent of the head, with the commits that it merged before
 * it. Dates play no part, because their authors choose them.
 */
function inOrder(commits: ReadonlyMap<string, Commit>, head: string): Commit[][] {
  const parentsOf = ({ parents }: Commit) => parents.flatMap((hash) => commits.get(hash) ?? []);
  const mainline: Commit[] = [];
  for (let at = commits.get(head); at !== undefined; at = parentsOf(at)[0]) mainline.push(at);
  const seen = new Set<Commit>();
  return mainline.reverse().map((merge) => {
    const group: Commit[] = [];
    const waiting = [merge];
    while (waiting.length > 0) {
      const last = waiting.at(-1)!;
      const parent = parentsOf(last).find((one) => !seen.has(one));
      if (parent !== undefined) waiting.push(parent);
      else {
        waiting.pop();
        if (!seen.has(last)) group.push(last);
        seen.add(last);
      }
    }
    return group;
  });
}

/**
 * The first addition of every content. What one merge brings has one owner, its first author, because authors are easily
 * invented. The id of an owner is the start of the hash of the first content that the author added; nobody else can have the
 * same, because a content that is added again still belongs to who added it first.
 */
function additionsOf(groups: readonly (readonly Commit[])[]): Map<string, Addition> {
  const additions = new Map<string, Addition>();
  const owners = new Map<string, string>();
  let position = 0;
  for (const group of groups) {
    let merged: string | null = null;
    for (const { author, contents } of group) {
      position += 1;
      for (const content of contents) {
        if (additions.has(content)) continue;
        const owner: string = merged ?? owners.get(author) ?? content.slice(0, ID_DIGITS);
        if (merged === null) owners.set(author, owner);
        merged = owner;
        additions.set(content, { position, owner });
      }
    }
  }
  return additions;
}

/** The content of every file that git tracks, by path. */
function parseIndex(index: string): [path: string, content: string][] {
  return index
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const tab = entry.indexOf('\t');
      return [entry.slice(tab + 1), entry.slice(0, tab).split(' ')[1]!];
    });
}

/**
 * The history of the files below a folder. A file belongs to whoever first added its content, so that moving, renaming or
 * adding it again changes nothing. Null outside a checkout and in a shallow clone, which does not know who added a file.
 */
export async function readHistory(folder: string): Promise<History | null> {
  const shallow = await git(folder, 'rev-parse', '--is-shallow-repository');
  if (shallow?.trim() !== 'false') return null;
  const index = await git(folder, 'ls-files', '--stage', '-z');
  const log = await git(folder, ...LOG);
  // Without a commit there is no log; then no file is committed.
  if (log === null && (await git(folder, 'rev-parse', '--verify', '--quiet', 'HEAD')) !== null) return null;
  const { commits, head } = parseLog(log ?? '');
  const additions = additionsOf(inOrder(commits, head));
  return new Map(
    parseIndex(index ?? '').flatMap(([path, content]) => {
      const addition = additions.get(content);
      return addition === undefined ? [] : [[path, addition] as const];
    }),
  );
}

/**
 * Order and owner of each file, by path. A file that is not committed is newer than all others. Where positions are equal or
 * there is no history, the times of the files decide.
 */
export function addedOf(
  history: History | null,
  files: readonly { path: string; finishedAt: string }[],
): Map<string, Added> {
  const position = (path: string) => history?.get(path)?.position ?? Number.MAX_SAFE_INTEGER;
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
      { addedOrder, owner: history?.get(path)?.owner ?? missing },
    ]),
  );
}
