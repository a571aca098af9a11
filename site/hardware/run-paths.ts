/** @file The files of the runs behind rows and gaps. Pure. */
import type { NamedGap, NamedRow } from '../rows/named-row.ts';

/** Paths of the files of our own runner behind rows and gaps, newest first: their names have the day. */
export function runPaths(rows: readonly Pick<NamedRow | NamedGap, 'sources'>[]): string[] {
  const paths = new Set(rows.flatMap(({ sources }) => sources.map(({ path }) => path)));
  const day = (path: string) => /--(\d{4}-\d\d-\d\d)--/.exec(path)?.[1] ?? '';
  return [...paths]
    .filter((path) => path.startsWith('data/submissions/'))
    .toSorted((a, b) => (day(a) < day(b) ? 1 : day(a) > day(b) ? -1 : a < b ? -1 : 1));
}
