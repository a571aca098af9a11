/** @file Whether a push to main keeps the order and the owners of all results. Pure. */
import type { Added, History } from '../read/history.ts';
import { addedOf } from '../read/history.ts';

const short = (commit: string): string => commit.slice(0, 12);

/** The files of the first history in the order of a history, each with its owner. */
const addedIn = (history: History, paths: readonly string[]): [string, Added][] => [
  ...addedOf(
    history,
    paths.map((path) => ({ path, finishedAt: '2000-01-01T00:00:00Z' })),
  ),
];

/** The results that are in both and belong to another owner than before, and the first one that has another place. */
function changed(before: History, after: History): string[] {
  const paths = [...before.additions.keys()].filter((path) => after.additions.has(path));
  const [old, now] = [addedIn(before, paths), addedIn(after, paths)];
  const ownerOf = new Map(now.map(([path, { owner }]) => [path, owner]));
  const lines = old.flatMap(([path, { owner }]) =>
    ownerOf.get(path) === owner ? [] : [`${path}: belonged to ${owner}, now to ${ownerOf.get(path)}`],
  );
  const at = old.findIndex(([path], index) => path !== now[index]![0]);
  const place = at < 0 ? [] : [`${old[at]![0]}: was result ${at + 1} in order, now ${now[at]![0]} is`];
  return [...lines, ...place];
}

/** What a push did to the results that were there, one line each; empty if nothing. */
export function faultsOfPush(before: { commit: string; history: History }, after: History): string[] {
  const { commit, history } = before;
  const faults = changed(history, after);
  if (!after.line.includes(commit))
    faults.unshift(
      `main was ${short(commit)}, to which its first parents no longer lead: it was merged into another branch, or rewritten. Before a push, \`git pull --rebase\` mends it; after it, name ${commit} in data/catalogue/main-line.json. If this push mends an earlier one, nothing is left to do`,
    );
  return faults;
}
