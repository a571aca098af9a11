/** @file The commits that were main one after the other, and what each brought. Pure. */
import type { MainLine } from '../../data/catalogue/main-line.ts';
import type { Commit } from './log.ts';

/** Commits that came to the main line together, from the oldest on; the last one is of the main line itself. */
export type Step = readonly Commit[];

/** "git@github.com:OWNER/NAME.git" and "https://github.com/OWNER/NAME" are "github.com/OWNER/NAME". */
const plainAddress = (address: string): string =>
  address
    .replace(/^\w+:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .replace(/^([^/:]+):/, '$1/')
    .replace(/\.git$/, '');

/**
 * Whether a merge says, in the words of git, that its second parent is main: somebody brought main into a branch of theirs,
 * which then became main. Only who may write to main can make such a commit a head of it, whose commits are trusted anyway.
 * A merge that GitHub made says what a setting tells it to, which may be the title of a pull request.
 */
function mergesMain({ parents, committer, subject }: Commit, { addresses }: MainLine): boolean {
  if (parents.length !== 2 || committer === 'noreply@github.com') return false;
  if (/^Merge remote-tracking branch '(?:origin|upstream)\/main'(?: into \S+)?$/.test(subject)) return true;
  if (/^Merge branch 'main' into \S+$/.test(subject)) return true;
  const from = /^Merge branch 'main' of (\S+)(?: into \S+)?$/.exec(subject)?.[1];
  return from !== undefined && addresses.includes(plainAddress(from));
}

/** A commit with all that it merged and that was not there before, from the oldest on. */
function stepOf(last: Commit, commits: ReadonlyMap<string, Commit>, seen: Set<Commit>): Step {
  const step: Commit[] = [];
  const waiting = [last];
  while (waiting.length > 0) {
    const at = waiting.at(-1)!;
    const parent = at.parents.map((hash) => commits.get(hash)).find((one) => one && !seen.has(one));
    if (parent !== undefined) waiting.push(parent);
    else {
      waiting.pop();
      if (!seen.has(at)) step.push(at);
      seen.add(at);
    }
  }
  return step;
}

/**
 * The steps in which main grew, from the oldest on. It leads from the head along first parents, or along the second one of a
 * merge of main. Dates play no part, because their authors choose them.
 */
export function stepsOf(commits: ReadonlyMap<string, Commit>, head: string, main: MainLine): Step[] {
  const seen = new Set<Commit>();
  return [...main.heads, head].flatMap((last) => {
    const line: Commit[] = [];
    let at = commits.get(last);
    while (at !== undefined && !seen.has(at)) {
      line.push(at);
      at = commits.get(at.parents[mergesMain(at, main) ? 1 : 0] ?? '');
    }
    return line.reverse().map((one) => stepOf(one, commits, seen));
  });
}
