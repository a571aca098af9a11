/** @file Runs all plausibility checks that need only one submission and collects their findings. */
import type { Flag } from '../../data/contract/leaderboard.ts';
import { MAX_PROBLEMS, type Problem } from '../../data/contract/problem.ts';
import type { Measurement } from '../values/measurement.ts';
import type { Check, CheckFinding, Context, Subject } from './contract/check.ts';
import { adapter } from './facts/adapter.ts';
import { answer } from './facts/answer.ts';
import { busy } from './facts/busy.ts';
import { convergence } from './facts/convergence.ts';
import { languageModel } from './facts/language-model.ts';
import { personal } from './facts/personal.ts';
import { precision } from './facts/precision.ts';
import { batchGain } from './physics/batch-gain.ts';
import { consistency } from './physics/consistency.ts';
import { epochBound } from './physics/epoch-bound.ts';
import { epochSteps } from './physics/epoch-steps.ts';
import { gemmPeak } from './physics/gemm-peak.ts';
import { memory } from './physics/memory.ts';
import { power } from './physics/power.ts';
import { throughputBound } from './physics/throughput-bound.ts';
import { repeatedSamples } from './samples/copied-samples.ts';
import { realSamples } from './samples/real-samples.ts';
import { repetitions } from './samples/repetitions.ts';
import { spread } from './samples/spread.ts';
import { times } from './samples/times.ts';

const checks: readonly Check[] = [
  times,
  repetitions,
  adapter,
  precision,
  epochSteps,
  answer,
  busy,
  gemmPeak,
  throughputBound,
  epochBound,
  languageModel,
  batchGain,
  memory,
  power,
  convergence,
  realSamples,
  repeatedSamples,
  spread,
  consistency,
  personal,
];

export interface FileChecks {
  /** Findings of severity `reject`: the file must be fixed. */
  problems: Problem[];
  /** Flags of one measurement, and the first reason to withhold it. */
  of(measurement: Measurement): { flags: Flag[]; withheld: string | null };
}

function toProblem({ file }: Subject, { check, measurement, text }: CheckFinding): Problem {
  const field = measurement === null ? 'file' : `results.${measurement.index}`;
  return { path: file.shown, field, message: `${text} (${check})` };
}

/**
 * Runs every check on one submission.
 * @param context Only the clock: a check of this list never sees another file.
 */
export function checkFile(subject: Subject, context: Context): FileChecks {
  const findings = checks.flatMap((check) => check(subject, context));
  return {
    problems: findings
      .filter(({ severity }) => severity === 'reject')
      .slice(0, MAX_PROBLEMS)
      .map((finding) => toProblem(subject, finding)),
    of: (measurement) => {
      const own = findings.filter((finding) => finding.measurement === measurement);
      const flags = new Map(own.map(({ check, text }) => [check, { id: check, text: `${text}.` }]));
      const held = own.find(({ severity }) => severity === 'quarantine');
      return { flags: [...flags.values()], withheld: held?.text ?? null };
    },
  };
}
