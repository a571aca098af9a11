/** @file `bench`: look, plan, measure, write, tell. */
import { randomInt } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import type { Result, Submission } from '../../data/contract/submission.ts';
import { UsageError } from '../../data/contract/usage-error.ts';
import { SCHEMA_VERSION, SUITE_VERSION } from '../../data/contract/words.ts';
import type { BenchOptions } from '../cli/arguments.ts';
import type { DatasetName } from '../datasets/catalogue.ts';
import type { Prepared } from '../datasets/prepare.ts';
import { Countdown } from '../execute/countdown.ts';
import type { Reporter } from '../execute/events.ts';
import { Journal } from '../execute/journal.ts';
import { findMeters } from '../execute/meters.ts';
import { readInterrupted, refuseOtherRun } from '../execute/resume.ts';
import { runPlan } from '../execute/run.ts';
import { isThrottled, timeProduct, toBookend } from '../execute/throttle.ts';
import type { Choice } from '../plan/choice.ts';
import { makePlan, type Plan } from '../plan/plan.ts';
import { presets } from '../plan/presets.ts';
import { preferredEngines } from '../plan/targets.ts';
import type { Computes, Engine } from '../protocol/engine.ts';
import { createJsonReporter, createTextReporter } from '../report/progress.ts';
import { formatEnding } from '../report/report.ts';
import { findAll } from '../results/findings.ts';
import { judge, readBaseline } from '../results/judge.ts';
import {
  CannotWrite,
  checkFolder,
  describeLeftover,
  findLeftovers,
  openSubmissionFile,
  type SubmissionFile,
  serialise,
} from '../results/submission-file.ts';
import { type House, submissionsFolder } from './context.ts';
import { catchInterrupt } from './interrupt.ts';
import { prepareModels, readNamedModel } from './prepare-files.ts';
import { describeRunner, survey } from './survey.ts';

/** Returns the exit code. Throws `UsageError` and `CannotWrite` before anything is measured. */
export async function bench(options: BenchOptions, house: House): Promise<number> {
  const { json, resume, pricePerHourUsd } = options;
  const report = json ? createJsonReporter(house.stdout) : createTextReporter(house.stdout);
  const warn = (text: string) => report({ event: 'warning', text });
  const before =
    resume === null ? null : readInterrupted(resume, options.presetNamed ? options.choice.preset : null);
  const choice: Choice = { ...options.choice, preset: before?.preset ?? options.choice.preset };
  const folder = chooseFolder(options, house);
  checkFolder(folder);
  const interrupt = catchInterrupt(() => warn('stopping; what is finished is kept'));
  const { signal } = interrupt;
  try {
    const now = new Date().toISOString();
    const startedAt = before?.startedAt ?? now;
    const baseline = readBaseline(house.root);
    const model = await readNamedModel(choice);
    const found = await survey(enginesToProbe(choice, house.engines), signal);
    if (signal.aborted) return 130;
    const seed = before?.seed ?? randomInt(2 ** 32);
    const facts = { ...found, engines: house.engines, workloads: house.workloads, seed, model };
    const plan = makePlan(choice, facts, options.delaySeconds * 1000);
    if (before !== null && resume !== null)
      refuseOtherRun(resume, before, plan, found.machine, house.version);
    if (options.data !== null && plan.cells.every(({ convergence }) => convergence === null))
      throw new UsageError(
        '--data does not fit: nothing is trained to a target; add --converge or leave it out',
      );
    const leftovers = findLeftovers(folder).filter((path) => resume === null || path !== resolve(resume));
    report({
      event: 'plan',
      preset: choice.preset,
      seed,
      machine: found.machine,
      conditions: found.conditions,
      engines: [...found.probes].map(([id, probe]) => ({ id, probe })),
      cells: plan.cells.length,
      repetitions: plan.order.length,
      ladders: plan.ladders.length,
      estimateMs:
        before === null
          ? plan.estimateMs
          : new Countdown(plan, new Journal(plan, before.results)).remainingMs(-1),
      resumed: resume,
      notes: [...plan.notes, ...leftovers.map(describeLeftover)],
    });

    const datasets = await prepareDatasets(plan, options.data, house, signal, report);
    const models = await prepareModels(plan, house, signal, report);
    const devices = plan.cells.map(({ cell }) => cell.device);
    const meterOf = await findMeters(devices, presets[choice.preset].idleSeconds, signal);
    const runner = before?.runner ?? (await describeRunner(house.root, house.version));
    const time = async () => plan.bookend && (await timeProduct(plan.bookend, seed, signal));
    const openingNs = before?.conditions.bookend?.openingNs ?? (await time());
    const conditions = before?.conditions ?? found.conditions;
    const toSubmission = (
      results: Result[],
      interrupted: boolean,
      closingNs: number | null = null,
    ): Submission => ({
      schemaVersion: SCHEMA_VERSION,
      kind: 'submission',
      suiteVersion: SUITE_VERSION,
      runner,
      preset: choice.preset,
      startedAt,
      finishedAt: new Date().toISOString(),
      interrupted,
      machine: before?.machine ?? found.machine,
      conditions: {
        ...conditions,
        throttled: isThrottled(openingNs, closingNs),
        bookend: toBookend(plan.bookend?.cell.size ?? null, openingNs, closingNs),
      },
      seed,
      resumedAt: before === null ? [] : [...before.resumedAt, now],
      pricePerHourUsd: pricePerHourUsd ?? before?.pricePerHourUsd ?? null,
      results,
    });
    const file = openSubmissionFile(folder, { machine: found.machine, startedAt }, warn, resume);
    const results = await runPlan(plan, {
      seed,
      signal,
      report,
      judge: (result) => judge(result, baseline),
      // The file of a run that is killed stays as it is here: stopped before its end.
      save: (soFar) => tryToWrite(() => file.write(toSubmission(soFar, true)), warn),
      before: before?.results ?? [],
      meterOf,
      datasets,
      models,
    });

    const interrupted = signal.aborted;
    const closingNs = await time();
    if (isThrottled(openingNs, closingNs))
      warn('the machine slowed down during the run (throttling): let it cool and run again');
    const verdicts = results.map((result) => judge(result, baseline));
    const attempted = verdicts.some(({ status }) => status !== 'unsupported' && status !== 'skipped');
    const path = attempted
      ? finish(file, toSubmission(results, interrupted, closingNs), report, house)
      : null;
    report({ event: 'finished', path, interrupted, results: verdicts, findings: findAll(verdicts) });
    const again = interrupted ? [...options.words, ...(path === null ? [] : ['--resume', path])] : null;
    if (!json) house.stdout.write(formatEnding(verdicts, path, file.rescued(), again, house));
    if (signal.aborted) return 130;
    const measured = verdicts.some(({ status }) => status === 'ok');
    return measured && path !== null && file.rescued() === null ? 0 : 1;
  } finally {
    interrupt.release();
  }
}

/** An interrupted run goes on in the folder of its file. */
function chooseFolder({ out, resume }: BenchOptions, house: House): string {
  if (out === null && resume !== null && basename(dirname(resolve(resume))) === `suite-${SUITE_VERSION}`)
    return dirname(dirname(resolve(resume)));
  return submissionsFolder(house, out);
}

/** The files of every data set that is trained on to a target, before any clock runs. */
async function prepareDatasets(
  plan: Plan,
  given: string | null,
  house: House,
  signal: AbortSignal,
  report: Reporter,
): Promise<Map<DatasetName, Prepared>> {
  const prepared = new Map<DatasetName, Prepared>();
  const names = new Set(plan.cells.flatMap(({ convergence }) => convergence?.dataset ?? []));
  for (const name of names) {
    const where = { given: given && resolve(given), cache: house.cache };
    const one = await house
      .prepareDataset(name, where, (text) => report({ event: 'note', text }), signal)
      .catch((error: unknown) => {
        if (signal.aborted) return null;
        throw error;
      });
    if (one === null) break;
    prepared.set(name, one);
    if (one.status === 'generated') {
      const text = `${name} could not be fetched; training takes generated samples of the same shapes`;
      report({ event: 'warning', text });
    }
    if (one.status === 'refused') report({ event: 'warning', text: one.why });
  }
  return prepared;
}

/** Those that were named, else those that are preferred for some device. */
function enginesToProbe(choice: Choice, engines: readonly Engine[]): Engine[] {
  const kinds =
    choice.device === null || choice.device === 'all' ? (['gpu', 'cpu'] as const) : [choice.device];
  const workloads = choice.workloads ?? presets[choice.preset].workloads;
  if (choice.engines !== null) return engines.filter(({ id }) => choice.engines?.includes(id));
  const computed: Computes[] = [
    ...(workloads.some((id) => id !== 'llm') ? (['nets'] as const) : []),
    ...(workloads.includes('llm') ? (['language-models'] as const) : []),
  ];
  const wanted = computed.flatMap((computes) =>
    kinds.flatMap((kind) => preferredEngines(engines, computes, kind)),
  );
  return engines.filter((engine) => wanted.includes(engine));
}

/** A result that cannot be saved yet is still in memory: the run goes on and the end tries again. */
function tryToWrite(write: () => void, warn: (text: string) => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof CannotWrite)) throw error;
    warn(`${error.message}; the results are kept in memory until the end`);
  }
}

/** Gives the results their final file; where no disk takes them, prints them, so that nothing is lost. */
function finish(file: SubmissionFile, submission: Submission, report: Reporter, house: House): string | null {
  try {
    return file.finish(submission);
  } catch (error) {
    if (!(error instanceof CannotWrite)) throw error;
    report({ event: 'warning', text: `${error.message}; the submission follows on stderr` });
    house.stderr.write(serialise(submission));
    return null;
  }
}
