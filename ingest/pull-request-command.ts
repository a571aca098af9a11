/**
 * @file The command: says what a pull request would add to the leaderboard. `check` reads the added results from
 * Git, as data only; `comment` posts what `check` wrote; `pushed` looks at what was merged.
 */
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { refuseOptionsOfNpm } from '../data/command-line/npm-options.ts';
import { createProgram } from '../data/command-line/program.ts';
import { runProgram } from '../data/command-line/run.ts';
import { parsePath } from '../data/command-line/user-path.ts';
import { tooLarge } from '../data/contract/json.ts';
import { formatProblem, type Problem, printable } from '../data/contract/problem.ts';
import { UsageError } from '../data/contract/usage-error.ts';
import { MAX_FILE_BYTES } from '../data/contract/words.ts';
import { counted, fourDigits } from '../data/derive/counted.ts';
import { publishedCandidates } from './candidates/published.ts';
import { withAdded } from './extract/added.ts';
import { type Extract, extractSubmission } from './extract/submission.ts';
import { combine } from './leaderboard.ts';
import { type AddedFile, parseChanges, type Sorted, sortChanges, tooMany } from './pull-request/changes.ts';
import {
  changesWorkflows,
  createApi,
  findPullRequest,
  postComment,
  readEvent,
} from './pull-request/comment.ts';
import { compareLeaderboards } from './pull-request/compare.ts';
import { openRepository, type Repository } from './pull-request/git.ts';
import { toMarkdown } from './pull-request/markdown.ts';
import { faultsOfPush } from './pull-request/pushed.ts';
import { MOST_REPORT_BYTES, parseReport, type Report, shortened } from './pull-request/report.ts';
import { readHistory } from './read/history.ts';
import { readPublished, readSubmission, readSubmissions } from './read/read.ts';
import type { SubmissionFile } from './values/file.ts';
import { UNCOMMITTED_OWNER } from './values/owner.ts';

const root = resolve(import.meta.dirname, '..');

/** Exit codes: 1 for problems in the added results, 2 for wrong usage or a bug. */
const BAD_DATA = 1;

const prefix = 'data/submissions/';

/** Lines about a push; the rest is counted. */
const MOST_FAULTS = 50;

/** Copies the added results from Git into an empty folder. Their names and modes were checked, so they stay inside it. */
async function copyAdded(
  repository: Repository,
  files: readonly AddedFile[],
  folder: string,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { path, blob } of files) {
    const size = await repository.size(blob);
    // CRLF line ends make a file at most twice as long.
    if (size === null)
      problems.push({ path, field: 'file', message: 'is not in this clone; fetch it whole' });
    else if (size > 2 * MAX_FILE_BYTES) problems.push({ path, field: 'file', message: tooLarge(size) });
    else {
      const target = join(folder, path.slice(prefix.length));
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, await repository.content(blob, 2 * MAX_FILE_BYTES), { flag: 'wx' });
    }
  }
  return problems;
}

/** Reads the added results, each as if it were in the repository. */
async function readAdded(
  repository: Repository,
  files: readonly AddedFile[],
): Promise<{ files: SubmissionFile[]; problems: Problem[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'trainmark-pull-request-'));
  try {
    const problems = await copyAdded(repository, files, folder);
    const unread = new Set(problems.map(({ path }) => path));
    const found: SubmissionFile[] = [];
    for (const { path } of files) {
      if (unread.has(path)) continue;
      const read = await readSubmission(folder, path.slice(prefix.length));
      if (read.ok) found.push({ ...read.value, shown: path });
      else problems.push(...read.problems.map((problem) => ({ ...problem, path })));
    }
    return { files: found, problems };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Contributions {
  extracts: Extract[];
  problems: Problem[];
}

/** What files contribute; one that is refused costs only itself. */
function contributions(files: readonly SubmissionFile[]): Contributions {
  const extracts: Extract[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    const extract = extractSubmission(file, Date.now());
    if (extract.ok) extracts.push(extract.value);
    else problems.push(...extract.problems);
  }
  return { extracts, problems };
}

/** What the pull request adds, after all that is there: its author is unknown to the base, so it is one new owner. */
const asNewest =
  (first: number) =>
  (extract: Extract, number: number): Extract =>
    withAdded(extract, { addedOrder: first + number, owner: UNCOMMITTED_OWNER });

async function reportOn(repository: Repository, sorted: Sorted, data: string): Promise<Report> {
  const added = await readAdded(repository, sorted.added);
  const isAdded = new Set(sorted.added.map(({ path }) => path));
  const submissions = await readSubmissions(join(data, 'submissions'));
  const published = (await readPublished(join(data, 'published'))).files.flatMap(
    (file) => publishedCandidates(file).candidates,
  );
  // In a clone of the contributor the added files are already there.
  const before = contributions(submissions.files.filter(({ path }) => !isAdded.has(path)));
  const mine = contributions(added.files);
  const accepted = mine.extracts.map(({ path }) => path);
  // What is changed is no longer what was measured.
  const isLost = new Set(sorted.lost);
  const left = before.extracts.filter(({ path }) => !isLost.has(path));
  const { rows, moved, gaps } = compareLeaderboards(
    combine(before.extracts, published).leaderboard,
    combine([...left, ...mine.extracts.map(asNewest(before.extracts.length))], published).leaderboard,
    new Set(accepted),
  );
  return {
    kind: 'pull-request-report',
    accepted: shortened(accepted),
    problems: shortened([...sorted.problems, ...added.problems, ...mine.problems].map(bounded)),
    rows: shortened(rows),
    moved: shortened(moved),
    gaps,
    touched: shortened(sorted.touched),
    others: shortened(sorted.others),
  };
}

const bounded = ({ path, field, message }: Problem): Problem => ({
  path: printable(path, 390),
  field: printable(field, 390),
  message: printable(message, 900),
});

/** A line of the log. The list mark keeps a name that looks like a command of the workflow from being one. */
const logLine = (text: string): string => `- ${printable(text, 1000)}`;

async function check(baseName: string, headName: string, out: string | undefined): Promise<number> {
  const repository = openRepository(process.cwd());
  const [base, head] = [await repository.commit(baseName), await repository.commit(headName)];
  const fork = await repository.mergeBase(base, head);
  if (fork === null)
    throw new UsageError('the two commits have no common ancestor; start the branch from the base');
  const changes = await repository.rawChanges(fork, head);
  const sorted = changes === null ? tooMany : sortChanges(parseChanges(changes));
  const report = await reportOn(repository, sorted, join(root, 'data'));
  if (out !== undefined) {
    await mkdir(out, { recursive: true });
    await writeFile(join(out, 'report.json'), `${JSON.stringify(report, null, 1)}\n`);
    await writeFile(join(out, 'report.md'), toMarkdown(report));
  }
  for (const problem of report.problems.entries) console.error(logLine(formatProblem(problem)));
  for (const { workload, mode, name, value, unit, place } of report.rows.entries) {
    const where = place === null ? 'not ranked' : `place ${place.rank} of ${place.of}`;
    console.log(logLine(`${workload} ${mode} on ${name}: ${fourDigits(value)} ${unit}, ${where}`));
  }
  const { accepted, rows, problems, others, touched } = report;
  console.log(
    [
      `${counted(accepted.count, 'result')} accepted`,
      counted(rows.count, 'row'),
      counted(problems.count, 'problem'),
      counted(touched.count + others.count, 'other change'),
    ].join(', '),
  );
  return problems.count > 0 ? BAD_DATA : 0;
}

/** Says whether a push to main kept the order and the owners of the results that were there. */
async function pushed(beforeName: string, afterName: string): Promise<number> {
  const repository = openRepository(process.cwd());
  const [before, after] = [await repository.commit(beforeName), await repository.commit(afterName)];
  const [old, now] = await Promise.all(
    [before, after].map((commit) => readHistory(process.cwd(), { commit, below: prefix })),
  );
  if (!old || !now) throw new UsageError('the history is not complete here; fetch it whole');
  const faults = faultsOfPush({ commit: before, history: old }, now);
  for (const fault of faults.slice(0, MOST_FAULTS)) console.error(logLine(fault));
  if (faults.length > MOST_FAULTS) console.error(`and ${faults.length - MOST_FAULTS} more`);
  console.log(
    faults.length === 0
      ? `${counted(old.additions.size, 'result')} kept their order and owners`
      : counted(faults.length, 'change'),
  );
  return faults.length > 0 ? BAD_DATA : 0;
}

/** The bytes of the report, of which one more than allowed is read at most. */
async function readReport(path: string): Promise<Uint8Array> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of createReadStream(path, { end: MOST_REPORT_BYTES })) chunks.push(chunk);
    return Buffer.concat(chunks);
  } catch {
    throw new UsageError(`${path}: there is no report; nothing is posted`);
  }
}

async function comment(path: string): Promise<number> {
  const { GITHUB_EVENT_PATH, GITHUB_TOKEN, GITHUB_API_URL } = process.env;
  if (!GITHUB_EVENT_PATH || !GITHUB_TOKEN)
    throw new UsageError('comment runs only in a workflow: GITHUB_EVENT_PATH or GITHUB_TOKEN is not set');
  const event = await readEvent(GITHUB_EVENT_PATH);
  const report = parseReport(await readReport(path));
  const api = createApi(GITHUB_API_URL ?? 'https://api.github.com', GITHUB_TOKEN);
  const number = await findPullRequest(event, api);
  if (number === null) {
    console.log('no open pull request has this commit as its head; nothing is posted');
    return 0;
  }
  const repository = event.repository.full_name;
  const body = toMarkdown(report, await changesWorkflows(repository, number, api));
  await postComment(repository, number, body, api);
  console.log(`the comment of pull request ${number} is up to date`);
  return 0;
}

async function run(): Promise<number> {
  let exitCode = 0;
  const program = createProgram(
    'npm run pull-request --',
    'Says what a pull request would add to the leaderboard.',
  ).addHelpText('after', '\nExit codes: 0 success, 1 problems in the added results, 2 wrong usage or a bug.');
  program
    .command('check')
    .description('check the results that a branch adds, without a checkout of it')
    .argument('<base>', 'commit or branch that the pull request is for, for example origin/main')
    .argument('<head>', 'commit or branch of the pull request, for example HEAD')
    .option('--out <dir>', 'folder to write report.json and report.md to', parsePath)
    .action(async (base: string, head: string, { out }: { out?: string }) => {
      exitCode = await check(base, head, out);
    });
  program
    .command('pushed')
    .description('say whether a push to main kept the order and the owners of all results')
    .argument('<before>', 'the head of main before the push')
    .argument('<after>', 'the head of main now')
    .action(async (before: string, after: string) => {
      exitCode = await pushed(before, after);
    });
  program
    .command('comment')
    .description('post the report as a comment; only in a workflow')
    .argument('<report>', 'report.json', parsePath)
    .action(async (path: string) => {
      exitCode = await comment(path);
    });
  refuseOptionsOfNpm(program);
  await program.parseAsync();
  return exitCode;
}

await runProgram(run);
