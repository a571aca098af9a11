/** @file The command: reads and checks all results, computes the leaderboard and writes it. */
import { dirname, relative, sep } from 'node:path';
import { baseline } from '../data/catalogue/index.ts';
import { runProgram } from '../data/command-line/run.ts';
import type { Row } from '../data/contract/leaderboard.ts';
import { PREVIEW } from '../data/contract/preview.ts';
import { compareProblems, formatProblem, type Problem } from '../data/contract/problem.ts';
import { USAGE, UsageError } from '../data/contract/usage-error.ts';
import { counted } from '../data/derive/counted.ts';
import { countAll } from './count.ts';
import type { Exports } from './export/files.ts';
import { writeWhole } from './export/output.ts';
import { toSummary } from './export/summary.ts';
import { WriteError, writeAll } from './export/write.ts';
import { toPreview } from './extract/preview.ts';
import { type Gathered, gather, pathOf } from './gather.ts';
import { toLeaderboard } from './leaderboard.ts';
import { unusedEntries } from './maintainers.ts';
import { type Options, onlyFile, parseArguments, shortPath } from './options.ts';
import { type Combined, headOf } from './rank/assemble.ts';
import { noteOf } from './read/history.ts';
import { readSubmission } from './read/read.ts';
import { openParts } from './run/parts.ts';
import { sharesOf } from './shares.ts';
import { type Counts, countsOf, nothing, sumOf } from './values/counts.ts';

/** Exit codes: 1 for invalid data, whether or not the rest was written, 2 for wrong usage, a broken catalogue, an unwritable folder or a bug. */
const BAD_DATA = 1;

const NOTHING = 'nothing was written';

/** Prints every problem, sorted by file, and what follows from them. */
function printProblems(problems: readonly Problem[], consequence: string): void {
  for (const problem of [...problems].sort(compareProblems)) console.error(formatProblem(problem));
  const files = new Set(problems.map(({ path }) => path)).size;
  console.error(`${counted(problems.length, 'problem')} in ${counted(files, 'file')}; ${consequence}`);
}

/** Checks one submission as if it were the only one. */
async function checkOnly(given: string): Promise<number> {
  const file = onlyFile(given);
  const folder = dirname(dirname(file));
  const read = await readSubmission(folder, relative(folder, file).split(sep).join('/'));
  const computed = read.ok ? toLeaderboard([read.value], [], Date.now()) : read;
  if (computed.ok) {
    console.log(`${shortPath(file)}: no problems found`);
    return 0;
  }
  printProblems(computed.problems, NOTHING);
  return BAD_DATA;
}

/** What the maintainers' files name and is not there. Other folders do not have it. */
async function ofMaintainers({ submissions, published }: Options, read: Gathered): Promise<Problem[]> {
  if (submissions !== undefined || published !== undefined) return [];
  const { briefs, findings, unused, run } = read;
  return [...(await unusedEntries({ ...run, briefs, findings })), ...unused];
}

/** Prints what a reader should know about order and owners. */
function printNote({ history, briefs }: Gathered): void {
  const note = noteOf(history);
  if (note !== null && briefs.length > 0) console.log(note);
}

async function check(options: Options): Promise<number> {
  const read = await gather(options);
  const { briefs, published, contributions, findings, run } = read;
  const named = { baseline, values: run.values };
  const parts = openParts(run.cache, run.folder);
  const { counts, problems: ofRows } = await countAll(
    briefs,
    published.flat(),
    contributions,
    named,
    parts,
    findings,
  );
  const problems = [...read.problems, ...ofRows, ...(await ofMaintainers(options, read))];
  if (problems.length > 0) {
    printProblems(problems, NOTHING);
    return BAD_DATA;
  }
  console.log(`${toSummary(counts, briefs.length + published.length)}; no problems found`);
  return 0;
}

/** What is said of the leaderboard after it was written. */
interface Summary {
  /** The first rows. */
  shown: Row[];
  counts: Counts;
  problems: Problem[];
}

/** Writes the exports of all shares. */
function exportShares(exports: Exports, shares: Iterable<Combined>, most: number): Summary {
  const shown: Row[] = [];
  const problems: Problem[] = [];
  let counts = nothing;
  for (const { leaderboard, problems: ofShare } of shares) {
    exports.add(leaderboard);
    shown.push(...leaderboard.rows.slice(0, most - shown.length));
    counts = sumOf(counts, countsOf(leaderboard));
    problems.push(...ofShare);
  }
  exports.close(counts.date ?? baseline.since);
  return { shown, counts, problems };
}

async function ingest(options: Options): Promise<number> {
  // A check needs none of this, and loading it takes a fifth of its start.
  const { createExports } = await import('./export/files.ts');
  const { MAX_SHOWN, toTable } = await import('./export/report.ts');
  const { startSamples } = await import('./run/samples.ts');
  const read = await gather(options);
  const { briefs, contributions, findings, published, run } = read;
  const source = { briefs, linesOf: contributions.linesOf, findings, published: published.flat() };
  const head = headOf(baseline);
  const {
    shown,
    counts,
    problems: ofRows,
  } = await writeAll(options.out, async (output) => {
    await using samples = startSamples(output, { folder: run.folder, paths: briefs.map(pathOf) });
    writeWhole(output, PREVIEW, `${JSON.stringify(toPreview(briefs))}\n`);
    const shares = sharesOf(source, { baseline, values: run.values });
    const summary = exportShares(createExports(output, head), shares, MAX_SHOWN);
    await samples.done;
    return summary;
  });
  // The build of the site must know, because Node itself can end with the exit code of invalid data.
  process.send?.('written');
  console.log(toTable({ rows: shown, baseline: head.baseline }, counts.rows));
  printNote(read);
  console.log(`${toSummary(counts, briefs.length + published.length)}; written to ${options.out}`);
  const problems = [...read.problems, ...ofRows, ...(await ofMaintainers(options, read))];
  if (problems.length === 0) return 0;
  printProblems(problems, `the rest was written to ${options.out}`);
  return BAD_DATA;
}

/** What the options ask for. */
async function run(options: Options): Promise<number> {
  if (options.only === undefined) return options.check ? check(options) : ingest(options);
  if (options.check) return checkOnly(options.only);
  throw new UsageError('--only needs --check: the leaderboard is computed from all files');
}

await runProgram(() => run(parseArguments()), [[WriteError, USAGE]]);
