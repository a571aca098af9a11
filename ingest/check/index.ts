/** @file Runs all plausibility checks that need only one submission and collects their findings. */
import type { Flag } from '../../data/contract/leaderboard.ts';
import { MAX_PROBLEMS, type Problem } from '../../data/contract/problem.ts';
import type { Measurement } from '../values/measurement.ts';
import { adapter } from './adapter.ts';
import { answer } from './answer.ts';
import { batchGain } from './batch-gain.ts';
import { busy } from './busy.ts';
import type { Check, CheckFinding, Context, Subject } from './check.ts';
import { consistency } from './consistency.ts';
import { convergence } from './convergence.ts';
import { repeatedSamples } from './copied-samples.ts';
import { epochBound } from './epoch-bound.ts';
import { epochSteps } from './epoch-steps.ts';
import { gemmPeak } from './gemm-peak.ts';
import { languageModel } from './language-model.ts';
import { memory } from './memory.ts';
import { personal } from './personal.ts';
import { power } from './power.ts';
import { precision } from './precision.ts';
import { realSamples } from './real-samples.ts';
import { repetitions } from './repetitions.ts';
import { spread } from './spread.ts';
import { throughputBound } from './throughput-bound.ts';
import { times } from './times.ts';

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
