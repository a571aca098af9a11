/** @file `bench`: look, plan, measure, write, tell. */
import { randomInt } from 'node:crypto';
import type { Result, Submission } from '../data/contract/submission.ts';
import { SCHEMA_VERSION, SUITE_VERSION } from '../data/contract/words.ts';
import type { Choice } from './arguments.ts';
import type { Engine } from './engines/engine.ts';
import type { Reporter } from './events.ts';
import { type House, submissionsFolder } from './house.ts';
import { catchInterrupt } from './interrupt.ts';
import { judge, readBaseline } from './judge.ts';
import { makePlan } from './plan.ts';
import { preferredEngines } from './presets.ts';
import { createJsonReporter, createTextReporter } from './progress.ts';
import { formatEnding } from './report.ts';
import { runPlan } from './run.ts';
import {
  CannotWrite,
  checkFolder,
  findLeftovers,
  openSubmissionFile,
  type SubmissionFile,
  serialise,
} from './submission.ts';
import { describeRunner, survey } from './survey.ts';
import { isThrottled, timeProduct } from './throttle.ts';

export interface BenchInstruction {
  choice: Choice;
  out: string | null;
  json: boolean;
}

/** Returns the exit code. Throws `Misuse` and `CannotWrite` before anything is measured. */
export async function bench({ choice, out, json }: BenchInstruction, house: House): Promise<number> {
  const report = json ? createJsonReporter(house.stdout) : createTextReporter(house.stdout);
  const warn = (text: string) => report({ event: 'warning', text });
  const folder = submissionsFolder(house, out);
  checkFolder(folder);
  const interrupt = catchInterrupt(() => warn('stopping; what is finished is kept'));
  try {
    const startedAt = new Date().toISOString();
    const baseline = readBaseline(house.root);
    const found = await survey(enginesToProbe(choice, house.engines), interrupt.signal);
    if (interrupt.signal.aborted) return 130;
    const seed = randomInt(2 ** 32);
    const plan = makePlan(choice, { ...found, engines: house.engines, workloads: house.workloads, seed });
    report({
      event: 'plan',
      preset: choice.preset,
      seed,
      machine: found.machine,
      conditions: found.conditions,
      engines: [...found.probes].map(([id, probe]) => ({ id, probe })),
      cells: plan.cells.length,
      repetitions: plan.order.length,
      estimateMs: plan.estimateMs,
      notes: [...plan.notes, ...findLeftovers(folder).map(describeLeftover)],
    });

    const runner = await describeRunner(house.root, house.version);
    const time = () => plan.bookend && timeProduct(plan.bookend, seed, interrupt.signal);
    const openingNs = await time();
    const toSubmission = (
      results: Result[],
      interrupted: boolean,
      throttled: boolean | null = null,
    ): Submission => ({
      schemaVersion: SCHEMA_VERSION,
      kind: 'submission',
      suiteVersion: SUITE_VERSION,
      runner,
      preset: choice.preset,
      startedAt,
      finishedAt: new Date().toISOString(),
      interrupted,
      machine: found.machine,
      conditions: { ...found.conditions, throttled },
      seed,
      results,
    });
    const file = openSubmissionFile(folder, { machine: found.machine, startedAt }, warn);
    const results = await runPlan(plan, {
      seed,
      signal: interrupt.signal,
      report,
      judge: (result) => judge(result, baseline),
      // The file of a run that is killed stays as it is here: stopped before its end.
      save: (soFar) => tryToWrite(() => file.write(toSubmission(soFar, true)), warn),
    });

    const interrupted = interrupt.signal.aborted;
    const throttled = isThrottled(openingNs, await time());
    if (throttled) warn('the machine slowed down during the run (throttling): let it cool and run again');
    const verdicts = results.map((result) => judge(result, baseline));
    const attempted = verdicts.some(({ status }) => status !== 'unsupported' && status !== 'skipped');
    const path = attempted
      ? finish(file, toSubmission(results, interrupted, throttled), report, house)
      : null;
    report({ event: 'finished', path, interrupted, results: verdicts });
    if (!json) house.stdout.write(formatEnding(verdicts, path, file.rescued(), house));
    if (interrupt.signal.aborted) return 130;
    const measured = verdicts.some(({ status }) => status === 'ok');
    return measured && path !== null && file.rescued() === null ? 0 : 1;
  } finally {
    interrupt.release();
  }
}

/** Those that were named, else those that are preferred for some device. */
function enginesToProbe(choice: Choice, engines: readonly Engine[]): Engine[] {
  const kinds =
    choice.device === null || choice.device === 'all' ? (['gpu', 'cpu'] as const) : [choice.device];
  const wanted = choice.engines ?? kinds.flatMap((kind) => preferredEngines[kind]);
  return engines.filter(({ id }) => wanted.includes(id));
}

export function describeLeftover(path: string): string {
  return `A run that was killed left ${path}: rename it to .json to keep its results, or delete it.`;
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
