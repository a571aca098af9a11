/**
 * @file When main got each file, from the history of git. The times of other commits are chosen by their authors, and so is the one
 * in a file; those of main are set by whoever merges.
 */
import { git } from './git.ts';

/** Milliseconds since the epoch, by path. */
export type CommitTimes = ReadonlyMap<string, number>;

/** The commits of main from the newest on, each with its time and all that it brought, whatever the user has set. */
const LOG = [
  ...['-c', 'log.showRoot=true', '-c', 'log.follow=false', 'log', '-O/dev/null', '--first-parent', '-m'],
  ...[
    '--raw',
    '--no-abbrev',
    '--no-renames',
    '--no-color',
    '--no-show-signature',
    '--format=>%ct',
    '--',
    '.',
  ],
];

/** Milliseconds since the epoch at which main first had each content. A clock that went back does not make a file older. */
function firstTimes(log: string): Map<string, number> {
  const commits = log.split(/^>/m).filter((part) => part !== '');
  const times = new Map<string, number>();
  let latest = 0;
  for (const commit of commits.reverse()) {
    const [seconds, ...lines] = commit.split('\n');
    latest = Math.max(latest, 1000 * Number(seconds));
    for (const line of lines.filter((one) => one.startsWith(':'))) {
      const content = line.split('\t', 1)[0]!.split(' ').at(-2)!;
      if (!times.has(content)) times.set(content, latest);
    }
  }
  return times;
}

/**
 * Milliseconds since the epoch at which main got each file below a folder, by its path relative to the folder; files that are
 * not committed are not in it. Null outside a checkout and in a shallow clone, which does not know.
 */
export async function readCommitTimes(folder: string): Promise<CommitTimes | null> {
  const shallow = await git(folder, ['rev-parse', '--is-shallow-repository']);
  if (shallow?.toString().trim() !== 'false') return null;
  const [index, log] = await Promise.all([git(folder, ['ls-files', '--stage', '-z']), git(folder, LOG)]);
  if (index === null || log === null) return null;
  const times = firstTimes(log.toString());
  return new Map(
    index
      .toString()
      .split('\0')
      .flatMap((entry): [string, number][] => {
        const [facts = '', path] = entry.split('\t', 2);
        const ms = times.get(facts.split(' ')[1] ?? '');
        return path === undefined || ms === undefined ? [] : [[path, ms]];
      }),
  );
}
