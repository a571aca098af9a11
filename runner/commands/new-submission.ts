/** @file Builds a submission from the results of a run and the facts about it. Pure except for the current time. */
import type { Conditions, Machine, Result, Submission } from '../../data/contract/submission.ts';
import { type Preset, SCHEMA_VERSION, SUITE_VERSION } from '../../data/contract/words.ts';
import type { Identity } from '../../data/derive/personal-data/identity.ts';
import { isThrottled, toBookend } from '../execute/throttle.ts';
import { withoutPersonalData } from '../results/without-personal-data.ts';

/** What is known about a run before its first result. */
export interface RunFacts {
  runner: Submission['runner'];
  preset: Preset;
  startedAt: string;
  /** Times at which the run was resumed after interruptions; empty if it never was. */
  resumedAt: string[];
  seed: number;
  machine: Machine;
  conditions: Conditions;
  /** Median nanoseconds of the bookend before the run; null if none was timed. */
  openingNs: number | null;
  /** Rows and columns of the bookend's matrices; null if there is no bookend. */
  bookendSize: number | null;
  pricePerHourUsd: number | null;
  /** Milliseconds from --time-budget; null if none was given. */
  timeBudgetMs: number | null;
  /** What is removed from every text. */
  identity: Identity;
}

/** Progress of the run. */
export interface RunState {
  interrupted: boolean;
  /** Median nanoseconds of the bookend after the run; null or omitted if it has not been timed. */
  closingNs?: number | null;
}

export function toSubmission(
  facts: RunFacts,
  results: Result[],
  { interrupted, closingNs = null }: RunState,
): Submission {
  const submission: Submission = {
    schemaVersion: SCHEMA_VERSION,
    kind: 'submission',
    suiteVersion: SUITE_VERSION,
    runner: facts.runner,
    preset: facts.preset,
    startedAt: facts.startedAt,
    finishedAt: new Date().toISOString(),
    interrupted,
    machine: facts.machine,
    conditions: {
      ...facts.conditions,
      throttled: isThrottled(facts.openingNs, closingNs),
      bookend: toBookend(facts.bookendSize, facts.openingNs, closingNs),
    },
    seed: facts.seed,
    resumedAt: facts.resumedAt,
    pricePerHourUsd: facts.pricePerHourUsd,
    timeBudgetMs: facts.timeBudgetMs,
    results,
  };
  return withoutPersonalData(submission, facts.identity);
}
