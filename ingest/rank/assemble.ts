/** @file Assembles the leaderboard from values and gaps. Those of one machine alone give exactly its share of the whole. */
import { findHardware } from '../../data/catalogue/index.ts';
import type { Baseline } from '../../data/contract/catalogue.ts';
import type { Gap, Leaderboard, Row } from '../../data/contract/leaderboard.ts';
import type { Problem } from '../../data/contract/problem.ts';
import { SCHEMA_VERSION } from '../../data/contract/words.ts';
import type { Comparison } from '../../data/derive/ratios.ts';
import { aggregate, openGaps, unfilled } from '../candidates/aggregate.ts';
import type { Candidate } from '../candidates/candidate.ts';
import type { Counts } from '../values/counts.ts';
import { bounded, boundedSpeedup, rowProblems } from './bounds.ts';
import { countRatios, toComparisons, toRatios, type Value } from './ratios.ts';
import { toRows } from './rows.ts';
import { toScalings } from './scalings.ts';
import { type BaselineValues, speedupOf } from './speedup.ts';
import { type Countable, countableOf } from './withhold.ts';

/** What a leaderboard is computed from. */
export interface Contents {
  published: readonly Candidate[];
  /** With what the checks across files found. */
  measured: readonly Candidate[];
  gaps: readonly Gap[];
}

/** A leaderboard, and the problems of rows and ratios that it leaves out. */
export interface Combined {
  leaderboard: Leaderboard;
  problems: Problem[];
}

/** How much a leaderboard holds, and the problems of what it leaves out. */
export interface Counted {
  counts: Counts;
  problems: readonly Problem[];
}

/** The rows without those that the contract refuses, which only a bug can cause. */
function soundRows(all: readonly Row[]): { rows: Row[]; problems: Problem[] } {
  const rows: Row[] = [];
  const problems: Problem[] = [];
  for (const row of all.map(bounded)) {
    const found = rowProblems(row);
    if (found.length === 0) rows.push(row);
    else problems.push(...found);
  }
  return { rows, problems };
}

/** What every leaderboard begins with; its date is that of one without results. */
export const headOf = ({
  hardware,
  reason,
  since,
}: Baseline): Pick<Leaderboard, 'schemaVersion' | 'kind' | 'date' | 'baseline'> => ({
  schemaVersion: SCHEMA_VERSION,
  kind: 'leaderboard',
  date: since,
  baseline: { hardware, name: findHardware(hardware).name, reason },
});

/** @param values Those that are 1.0x; they may be of other machines. */
export function assemble(
  { published, measured, gaps: attempted }: Contents,
  baseline: Baseline,
  values: BaselineValues,
): Combined {
  const candidates = [...published, ...aggregate(measured)];
  const head = headOf(baseline);
  const { rows, problems } = soundRows(toRows(candidates, values, head.baseline.name));
  const gaps = openGaps(attempted, candidates);
  const { ratios, problems: beyond } = toRatios(candidates);
  const used = new Set([baseline.hardware, ...[...rows, ...gaps].flatMap(({ hardware }) => hardware ?? [])]);
  const dates = [...rows, ...gaps].map(({ date }) => date).sort();
  const leaderboard: Leaderboard = {
    ...head,
    date: dates.at(-1) ?? head.date,
    rows,
    gaps,
    ratios,
    scalings: toScalings(candidates),
    hardware: [...used].sort().map(findHardware),
  };
  return { leaderboard, problems: [...problems, ...beyond] };
}

/** The day of the newest of some rows or gaps; null if there are none. */
function newestDate(some: readonly { date: string }[]): string | null {
  let newest: string | null = null;
  for (const { date } of some) if (newest === null || date > newest) newest = date;
  return newest;
}

/** What is counted, and what of it. */
interface Counting extends Counted {
  candidates: readonly Candidate[];
  /** The candidates of one file that have a speedup. */
  compared: readonly Candidate[];
  /** What the candidates are compared in. */
  comparisons: readonly Comparison<Value>[];
}

function counting(
  { published, measured, gaps: attempted }: Contents,
  baseline: Baseline,
  values: BaselineValues,
): Counting {
  const candidates = [...published, ...aggregate(measured)];
  const { name } = findHardware(baseline.hardware);
  const isOfOne = ({ row }: Candidate) => row.sources.length === 1;
  const ofOne = candidates.filter(isOfOne);
  const { rows, problems } = soundRows(
    toRows(
      candidates.filter((one) => !isOfOne(one)),
      values,
      name,
    ),
  );
  const compared = ofOne.filter((one) => boundedSpeedup(speedupOf(one, values, name)).speedup !== null);
  const gaps = unfilled(attempted, candidates);
  const comparisons = toComparisons(candidates);
  const { count: ratios, problems: beyond } = countRatios(comparisons);
  const counts = {
    rows: rows.length + ofOne.length,
    speedups: rows.filter(({ speedup }) => speedup !== null).length + compared.length,
    gaps: new Set(gaps.map(({ id }) => id)).size,
    ratios,
    scalings: toScalings(candidates).length,
    date: newestDate([...rows, ...ofOne.map(({ row }) => row), ...gaps]),
  };
  return { counts, problems: [...problems, ...beyond], candidates, compared, comparisons };
}

/** What `assemble` gives, counted. Rows of one file are not made: only their speedups may be beyond the contract. */
export function count(contents: Contents, baseline: Baseline, values: BaselineValues): Counted {
  const { counts, problems } = counting(contents, baseline, values);
  return { counts, problems };
}

/** The counts of one file. */
export interface CountedFile extends Counted {
  /** For the case that some values are withheld; null if the rows are needed then. */
  countable: Countable | null;
}

/** The same of one file. */
export function countFile(
  { candidates: measured, gaps }: { candidates: readonly Candidate[]; gaps: readonly Gap[] },
  baseline: Baseline,
  values: BaselineValues,
): CountedFile {
  const all = counting({ published: [], measured, gaps }, baseline, values);
  const { counts, problems, candidates, compared, comparisons } = all;
  // Where several values share a row, the one that is withheld gives way to another.
  const isSimple = problems.length === 0 && candidates.length === measured.length;
  return { counts, problems, countable: isSimple ? countableOf(candidates, compared, comparisons) : null };
}
