/** @file `bench`: surveys the machine, plans, measures, writes the submission and prints a report. */
import { randomInt } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import type { Result, Submission } from '../../data/contract/submission.ts';
import { SUITE_VERSION } from '../../data/contract/words.ts';
import { busyReason } from '../../data/derive/load.ts';
import type { BenchOptions } from '../cli/arguments.ts';
import type { Reporter } from '../execute/events.ts';
import { findMeters } from '../execute/meters.ts';
import { readInterrupted, refuseOtherRun } from '../execute/resume.ts';
import { runPlan } from '../execute/run.ts';
import { isThrottled, timeProduct } from '../execute/throttle.ts';
import type { Choice } from '../plan/choice.ts';
import { refuseInapplicableOptions } from '../plan/inapplicable-options.ts';
import { withinLimits, withTighterLimits } from '../plan/limited.ts';
import type { NativeEngine } from '../plan/native-engine.ts';
import { makePlan } from '../plan/plan.ts';
import { presets } from '../plan/presets.ts';
import { enginesToProbe } from '../plan/targets.ts';
import { adviseNative } from '../report/native-words.ts';
import { createJsonReporter, createTextReporter } from '../report/progress.ts';
import { formatEnding } from '../report/report.ts';
import type { CellResult } from '../results/cell-result.ts';
import { type Acceptance, checkWithIngest } from '../results/check-with-ingest.ts';
import { compareCells } from '../results/comparison.ts';
import {
  checkFolder,
  openSubmissionFile,
  type SubmissionFile,
  serialize,
  WriteError,
} from '../results/submission-file.ts';
import { type Baseline, readBaseline, toCellResult } from '../results/to-cell-result.ts';
import { readIdentity } from '../system/identity.ts';
import type { Lock } from '../system/lock.ts';
import { formatDuration } from '../text/format.ts';
import { type CommandContext, submissionsFolder } from './context.ts';
import {
  refuseBrokenCache,
  refuseBrokenPrograms,
  refuseMissingData,
  refuseUselessPrograms,
} from './given-paths.ts';
import { catchInterrupt, INTERRUPTED } from './interrupt.ts';
import { prepareEngines } from './native-engine.ts';
import { type RunFacts, toSubmission } from './new-submission.ts';
import { beTheOnlyRun, RUN_LOCK } from './one-run.ts';
import { prepareFiles, readNamedModel, refuseUnusedData } from './prepare-files.ts';
import { reportPlan } from './report-plan.ts';
import { boardOf, describeRunner } from './survey.ts';

/** Shared by every step of a run. */
interface Session {
  options: BenchOptions;
  context: CommandContext;
  /** As given on the command line, except that a resumed run keeps its preset. */
  choice: Choice;
  /** The interrupted run to resume; null for a new run. */
  before: Submission | null;
  /** Folder for submissions. */
  folder: string;
  startedAt: string;
  baseline: Baseline;
  report: Reporter;
  signal: AbortSignal;
}

/**
 * Measures the requested cells and writes one submission.
 * @returns The exit code.
 * @throws UsageError or WriteError, before anything is measured.
 */
export async function bench(options: BenchOptions, context: CommandContext): Promise<number> {
  const report = options.json ? createJsonReporter(context.stdout) : createTextReporter(context.stdout);
  const folder = chooseFolder(options, context);
  const before = options.resume === null ? null : readInterrupted(options.resume, presetOf(options));
  const choice: Choice = { ...options.choice, preset: before?.preset ?? options.choice.preset };
  refuseInapplicableOptions(choice, context);
  refuseMissingData(options.data);
  if (context.cacheGiven) refuseBrokenCache(context.cache);
  const interrupt = catchInterrupt(() => warn(report, 'stopping; finished results are kept'));
  const { signal } = interrupt;
  const baseline = readBaseline(context.root);
  const say = (text: string) => report({ event: 'note', text });
  let lock: Lock | null = null;
  try {
    await refuseBrokenPrograms(enginesToProbe(choice, context), choice.engines, say, signal);
    if (signal.aborted) return INTERRUPTED;
    checkFolder(folder);
    lock = await beTheOnlyRun(context.lock ?? RUN_LOCK, options.wait, signal, (text) => warn(report, text));
    if (lock === null) return INTERRUPTED;
    const startedAt = before?.startedAt ?? new Date().toISOString();
    return await run({ options, context, choice, before, folder, startedAt, baseline, report, signal });
  } finally {
    lock?.release();
    interrupt.release();
  }
}

async function run(session: Session): Promise<number> {
  const { context, choice, before, folder, startedAt, options, report, signal } = session;
  const resumedAt = before === null ? [] : [...before.resumedAt, new Date().toISOString()];
  const seed = before?.seed ?? randomInt(2 ** 32);
  const model = await readNamedModel(choice);
  const { found, natives } = await prepareEngines({
    ...{ choice, context, report, signal, setup: options.setup, words: options.words },
    mayAsk: !options.json && before === null,
  });
  const probed = enginesToProbe(choice, context);
  if (signal.aborted) return INTERRUPTED;
  refuseUselessPrograms(probed, choice.engines, found.probes);
  const { engines, workloads } = context;
  const machine = withinLimits(found.machine, found.conditions);
  const facts = { ...found, machine, engines, workloads, seed, model };
  const plan = makePlan(choice, facts, options.delaySeconds * 1000);
  if (before !== null && options.resume !== null)
    refuseOtherRun(options.resume, before, plan, found.machine, context.version);
  refuseUnusedData(options.data, plan);
  const estimateMs = reportPlan(plan, found, seed, { ...session, resume: options.resume });
  const startedMs = performance.now();

  const files = await prepareFiles(plan, options.data, context, signal, report);
  const devices = plan.cells.map(({ cell }) => cell.device);
  const idleSeconds = presets[choice.preset].idleSeconds;
  const meterOf = await findMeters(devices, (device) => boardOf(device, found), idleSeconds, signal);
  const time = async () => plan.bookend && (await timeProduct(plan.bookend, seed, signal));
  const runFacts: RunFacts = {
    runner: before?.runner ?? (await describeRunner(context.root, context.version)),
    preset: choice.preset,
    startedAt,
    resumedAt,
    seed,
    machine: before?.machine ?? found.machine,
    conditions: before === null ? found.conditions : withTighterLimits(before.conditions, found.conditions),
    openingNs: before?.conditions.bookend?.openingNs ?? (await time()),
    bookendSize: plan.bookend?.cell.size ?? null,
    pricePerHourUsd: options.pricePerHourUsd ?? before?.pricePerHourUsd ?? null,
    timeBudgetMs: choice.timeBudgetMs ?? before?.timeBudgetMs ?? null,
    identity: readIdentity(),
  };
  const file = openSubmissionFile(
    folder,
    { machine: found.machine, startedAt },
    (text) => warn(report, text),
    options.resume,
  );
  const results = await runPlan(plan, {
    seed,
    signal,
    report,
    toCellResult: (result) => toCellResult(result, session.baseline),
    // If the run is killed, its file stays marked as interrupted.
    save: (soFar) =>
      saveOrWarn(() => file.write(toSubmission(runFacts, soFar, { interrupted: true })), report),
    before: before?.results ?? [],
    warnsOfLoad: isRanked(runFacts),
    meterOf,
    ...files,
  });
  const closingNs = await time();
  const duration = { estimateMs, elapsedMs: Math.round(performance.now() - startedMs) };
  return finish(runFacts, file, { results, closingNs, duration, natives }, session);
}

/** What a run has given. */
interface Measured {
  results: Result[];
  closingNs: number | null;
  /** Milliseconds from the plan to the last repetition, and those that were estimated. */
  duration: { estimateMs: number; elapsedMs: number };
  natives: readonly NativeEngine[];
}

/** Writes the final file, checks it and reports the results. */
async function finish(
  facts: RunFacts,
  file: SubmissionFile,
  { results, closingNs, duration, natives }: Measured,
  { baseline, options, choice, context, report, signal }: Session,
): Promise<number> {
  const interrupted = signal.aborted;
  if (isThrottled(facts.openingNs, closingNs))
    warn(report, 'the machine slowed down during the run (throttling); let it cool down and run again');
  const measured = results.filter(({ outcome }) => outcome.status === 'ok');
  const busy = measured.filter((result) => isBusy(result)).length;
  if (busy > 0 && isRanked(facts))
    warn(
      report,
      `other programs used the machine while ${busy} of ${measured.length} results were measured; these will not be ranked: close the programs and run again`,
    );
  const cellResults = results.map((result) => toCellResult(result, baseline));
  const submission = toSubmission(facts, results, { interrupted, closingNs });
  const worthWriting = isWorthWriting(cellResults);
  if (!worthWriting) file.discard();
  const path = worthWriting ? finishOrPrint(file, submission, report, context) : null;
  const acceptance = await checkIfPublishable(path, interrupted || file.rescued() !== null, context);
  const problems = acceptance.status === 'refused' ? acceptance.problems : [];
  const advice = adviseNative(natives, cellResults, options.words);
  const findings = compareCells(cellResults);
  const { elapsedMs } = duration;
  report({
    event: 'finished',
    path,
    problems,
    interrupted,
    elapsedMs,
    results: cellResults,
    findings,
    advice,
  });
  const again = interrupted ? [...options.words, ...(path === null ? [] : ['--resume', path])] : null;
  if (!options.json)
    context.stdout.write(
      formatEnding(
        {
          results: cellResults,
          advice: worthWriting && !interrupted ? [...advice, describeTime(duration)] : advice,
          choice,
          preset: facts.preset,
          path,
          rescued: file.rescued(),
          again,
          acceptance,
        },
        context,
      ),
    );
  return interrupted ? INTERRUPTED : exitCodeOf(cellResults, path, file);
}

/** How true the estimate was, for the choice of the next run. */
const describeTime = ({ estimateMs, elapsedMs }: Measured['duration']): string =>
  `The run took ${formatDuration(elapsedMs)}; ${formatDuration(estimateMs)} were estimated.`;

/** Smoke runs are never ranked, so that other programs cost them nothing. */
const isRanked = ({ preset }: Pick<RunFacts, 'preset'>): boolean => preset !== 'smoke';

/** A file without a single value helps nobody. */
const isWorthWriting = (cellResults: readonly CellResult[]): boolean =>
  cellResults.some(({ status }) => status === 'ok');

/** Asks ingest about a complete file; others are not to be published as they are. */
async function checkIfPublishable(
  path: string | null,
  isIncomplete: boolean,
  { root }: CommandContext,
): Promise<Acceptance> {
  return path === null || isIncomplete ? { status: 'unchecked' } : await checkWithIngest(root, path);
}

const isBusy = ({ cell, outcome }: Result): boolean =>
  outcome.status === 'ok' && busyReason(cell, outcome) !== null;

/** 0 if at least one cell was measured and the file was written to the requested folder. */
function exitCodeOf(cellResults: readonly CellResult[], path: string | null, file: SubmissionFile): number {
  return isWorthWriting(cellResults) && path !== null && file.rescued() === null ? 0 : 1;
}

/** The preset given on the command line; null if none was given and a resumed run keeps its own. */
const presetOf = ({ presetNamed, choice }: BenchOptions) => (presetNamed ? choice.preset : null);

/** Without --out, a resumed run writes to the folder of its file. */
function chooseFolder({ out, resume }: BenchOptions, context: CommandContext): string {
  if (out === null && resume !== null && basename(dirname(resolve(resume))) === `suite-${SUITE_VERSION}`)
    return dirname(dirname(resolve(resume)));
  return submissionsFolder(context, out);
}

const warn = (report: Reporter, text: string): void => report({ event: 'warning', text });

/** If saving fails, the results stay in memory and the run continues; they are written again at the end. */
function saveOrWarn(write: () => void, report: Reporter): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    warn(report, `${error.message}; the results are kept in memory until the end`);
  }
}

/** Writes the final file. If that fails, prints the submission on stderr, so that no result is lost. */
function finishOrPrint(
  file: SubmissionFile,
  submission: Submission,
  report: Reporter,
  context: CommandContext,
): string | null {
  try {
    return file.finish(submission);
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    warn(report, `${error.message}; the submission follows on stderr`);
    context.stderr.write(serialize(submission));
    return null;
  }
}
