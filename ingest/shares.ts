/** @file The leaderboard of many files in shares, one workload and mode after the other, so that one share is in memory. */
import type { Candidate } from './candidates/candidate.ts';
import type { Findings } from './check/across/index.ts';
import { Lines } from './export/lines.ts';
import { addedTo } from './extract/added.ts';
import { withFindings } from './extract/findings.ts';
import { assemble, type Combined, type Contents } from './rank/assemble.ts';
import { compareWorks } from './rank/rows.ts';
import type { Basis } from './rank/speedup.ts';
import type { Brief } from './run/brief.ts';
import type { Contributions } from './run/contributions.ts';
import { cellOf, parseLine, type Work, workOf } from './run/packed.ts';

/** What the shares are computed from. */
export interface Source {
  /** With their owners, in the order in which they were added. */
  briefs: readonly Brief[];
  linesOf: Contributions['linesOf'];
  findings: Findings;
  published: readonly Candidate[];
}

/** The order of rows. */
const byWork = (a: Work, b: Work): number => compareWorks(cellOf(a), cellOf(b));

/** What files contribute to each workload and mode, compressed: a line with the position of the file, and a line of it. */
function linesByWork({ briefs, linesOf }: Source): Map<Work, Lines> {
  const works = new Map<Work, Lines>();
  for (const [position, brief] of briefs.entries()) {
    for (const [work, line] of linesOf(brief)) {
      const lines = works.get(work) ?? new Lines();
      works.set(work, lines);
      lines.add(`${position}`);
      lines.add(line);
    }
  }
  return works;
}

/** What a workload and mode is computed from. */
function contentsOf(lines: Iterable<string>, { briefs, findings }: Source): Omit<Contents, 'published'> {
  const measured: Candidate[] = [];
  const gaps: Contents['gaps'][number][] = [];
  let brief: Brief | null = null;
  for (const line of lines) {
    if (brief === null) {
      brief = briefs[Number(line)]!;
      continue;
    }
    const { path, summary } = brief;
    const contents = parseLine(line);
    measured.push(...withFindings(addedTo(contents.candidates, summary), findings.get(path) ?? []));
    gaps.push(...contents.gaps);
    brief = null;
  }
  return { measured, gaps };
}

/**
 * The shares of the leaderboard, in the order of rows. Values of different workloads and modes meet in nothing but the checks
 * across files, so that together they are the whole.
 */
export function* sharesOf(source: Source, { baseline, values }: Basis): Generator<Combined> {
  const works = linesByWork(source);
  const published = Map.groupBy(source.published, ({ row }) => workOf(row));
  for (const work of [...new Set([...published.keys(), ...works.keys()])].sort(byWork)) {
    const contents = contentsOf(works.get(work) ?? [], source);
    works.delete(work);
    yield assemble({ ...contents, published: published.get(work) ?? [] }, baseline, values);
  }
}
