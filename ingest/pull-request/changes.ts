/** @file What a pull request changes: the results that it adds, what is wrong with their names, and everything else. Pure. */
import { type Problem, printable } from '../../data/contract/problem.ts';

/** One changed file, as Git lists it. */
export interface Change {
  status: 'added' | 'changed' | 'removed';
  path: string;
  /** Octal mode after the change: 100644 is a regular file, 100755 an executable one, 120000 a link, 160000 a submodule. */
  mode: string;
  /** Id of the content after the change. */
  blob: string;
}

/** A result that is read and checked. */
export interface AddedFile {
  /** Path in the repository: "data/submissions/suite-1/NAME.json". */
  path: string;
  blob: string;
}

export interface Sorted {
  added: AddedFile[];
  problems: Problem[];
  /** Existing results that the pull request changes or removes, as one printable line each. */
  touched: string[];
  /** Their paths. */
  lost: string[];
  /** Everything else, as one printable line each. */
  others: string[];
}

/** More are not read in one pull request. */
export const MOST_ADDED = 50;

const submissions = 'data/submissions/';
/** As `submissionPath` writes them. Nothing in such a path can leave its folder, start an option or hide a character. */
const submissionName = /^data\/submissions\/suite-\d{1,4}\/[a-z0-9]+(?:[.-]{1,2}[a-z0-9]+){0,100}\.json$/;
const LONGEST_PATH = 240;
/** The report has 400 characters for a path with a word before it. */
const LONGEST_SHOWN = 380;

const kinds: Readonly<Record<string, string>> = {
  '120000': 'is a symbolic link; add the file itself',
  '160000': 'is a submodule; add the file itself',
  '100755': 'is marked as a program; run `git update-index --chmod=-x` on it',
};

/** Parses the list of `git diff-tree --raw -z`: ":mode mode id id status", then the path, each ended by a zero byte. */
export function parseChanges(raw: Buffer): Change[] {
  // A path is any bytes; those that are not UTF-8 become U+FFFD, which no accepted name contains.
  const fields = raw.toString('utf8').split('\0');
  const changes: Change[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, mode = '', , blob = '', letter = ''] = fields[at]!.replace(/^:/, '').split(' ');
    const status = letter === 'A' ? 'added' : letter === 'D' ? 'removed' : 'changed';
    changes.push({ status, path: fields[at + 1]!, mode, blob });
  }
  return changes;
}

/** Why an added file below the submissions is not read; null if it is. */
function refusal({ path, mode }: Change): string | null {
  if (kinds[mode] !== undefined) return kinds[mode];
  if (mode !== '100644') return `has the mode ${printable(mode, 10)}; add a regular file`;
  if (path.length > LONGEST_PATH)
    return `has a path longer than ${LONGEST_PATH} characters; use the name that the runner gave it`;
  if (submissionName.test(path)) return null;
  return 'is not named like a result; use the name that the runner gave it: data/submissions/suite-1/NAME.json';
}

/** What is said of a pull request whose list of changes is too long to be read. */
export const tooMany: Sorted = {
  added: [],
  problems: [
    {
      path: 'data/submissions',
      field: 'pull request',
      message: `changes too many files to be read; add one result, or at most ${MOST_ADDED}, and nothing else`,
    },
  ],
  touched: [],
  lost: [],
  others: [],
};

/** Sorts the changes of a pull request. Nothing is read yet. */
export function sortChanges(changes: readonly Change[]): Sorted {
  const sorted: Sorted = { added: [], problems: [], touched: [], lost: [], others: [] };
  const beyond: string[] = [];
  for (const change of changes) {
    // Escaped characters are longer than they were.
    const shown = printable(change.path, 200).slice(0, LONGEST_SHOWN).toWellFormed();
    if (!change.path.startsWith(submissions)) sorted.others.push(`${change.status} ${shown}`);
    else if (change.status !== 'added') {
      sorted.touched.push(`${change.status} ${shown}`);
      sorted.lost.push(change.path);
    } else {
      const message = refusal(change);
      if (message !== null) sorted.problems.push({ path: shown, field: 'file', message });
      else if (sorted.added.length < MOST_ADDED) sorted.added.push({ path: change.path, blob: change.blob });
      else beyond.push(shown);
    }
  }
  const [path] = beyond;
  if (path !== undefined) {
    const many = `and ${beyond.length - 1} more are beyond the ${MOST_ADDED} results of a pull request; add them in another`;
    sorted.problems.push({ path, field: 'file', message: many });
  }
  return sorted;
}
