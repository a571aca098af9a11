/** @file Runs all plausibility checks that need only one submission and collects their findings. */
import { acceptedOutliers } from '../../data/catalogue/index.ts';
import type { Flag } from '../../data/contract/leaderboard.ts';
import { MAX_PROBLEMS, type Problem } from '../../data/contract/problem.ts';
import type { AcceptedOutlier } from '../../data/contract/tables/accepted-outlier.ts';
import type { Measurement } from '../values/measurement.ts';
import { accepted } from './accepted.ts';
import type { Check, CheckFinding, Context, Subject } from './contract/check.ts';
import { doubted } from './doubted.ts';
import { apple } from './existence/apple.ts';
import { driver } from './existence/driver.ts';
import { host } from './existence/host.ts';
import { releases } from './existence/releases.ts';
import { system } from './existence/system.ts';
import { systemVersion } from './existence/system-version.ts';
import { version } from './existence/version.ts';
import { adapter } from './facts/adapter.ts';
import { answer } from './facts/answer.ts';
import { busy } from './facts/busy.ts';
import { foreignSetting } from './facts/foreign-setting.ts';
import { items } from './facts/items.ts';
import { languageModel } from './facts/language-model.ts';
import { limits } from './facts/limits.ts';
import { listedDevice } from './facts/listed-device.ts';
import { cores } from './facts/machine/cores.ts';
import { gpuMemory } from './facts/machine/gpu-memory.ts';
import { observed } from './facts/observed.ts';
import { personal } from './facts/personal.ts';
import { place } from './facts/place.ts';
import { precision } from './facts/precision.ts';
import { preset } from './facts/preset.ts';
import { proofBounds } from './facts/proof-bounds.ts';
import { proofKind } from './facts/proof-kind.ts';
import { recipe } from './facts/recipe.ts';
import { recorded } from './facts/recorded.ts';
import { rounding } from './facts/rounding.ts';
import { settings } from './facts/settings.ts';
import { sizesThatBelong } from './facts/sizes.ts';
import { steady } from './facts/steady.ts';
import { throttled } from './facts/throttled.ts';
import { convergence } from './facts/training/convergence.ts';
import { course } from './facts/training/course.ts';
import { losses } from './facts/training/losses.ts';
import { trainingStep } from './facts/training/training-step.ts';
import { physicsChecks } from './physics/index.ts';
import { repeatedSamples } from './samples/copies/copied-samples.ts';
import { sampleChecks } from './samples/index.ts';

const checks: readonly Check[] = [
  ...sampleChecks,
  version,
  releases,
  throttled,
  adapter,
  system,
  systemVersion,
  apple,
  driver,
  host,
  place,
  listedDevice,
  limits,
  gpuMemory,
  cores,
  preset,
  recipe,
  settings,
  foreignSetting,
  recorded,
  steady,
  items,
  sizesThatBelong,
  observed,
  precision,
  answer,
  proofKind,
  proofBounds,
  rounding,
  losses,
  busy,
  ...physicsChecks,
  languageModel,
  convergence,
  course,
  trainingStep,
  repeatedSamples,
  personal,
];

export interface FileChecks {
  /** Findings of severity `reject`: the file must be fixed. */
  problems: Problem[];
  /** Flags of one measurement, and the first reason to withhold it. */
  of(measurement: Measurement): { flags: Flag[]; withheld: string | null };
}

/** A field at the start of a message, relative to the file or to the result that it is about. */
const startsWithField =
  /^((?:results\.\d+|machine|conditions|runner|cell|outcome)(?:\.[A-Za-z0-9]+)+|preset|seed|startedAt|finishedAt|pricePerHourUsd) (?=[a-z])/;

/** The field that a text is about before the rest of the text: `path: field: what, how to fix it`. */
function toProblem({ file }: Subject, { check, measurement, text }: CheckFinding): Problem {
  const [start = '', named] = startsWithField.exec(text) ?? [];
  const result = measurement === null ? 'file' : `results.${measurement.index}`;
  const isInResult = measurement !== null && /^(?:cell|outcome)\b/.test(start);
  const rest = text.slice(start.length);
  const field = isInResult ? `${result}.${named}` : (named ?? result);
  return { path: file.shown, field, message: `${rest} (${check})` };
}

/**
 * Runs every check on one submission.
 * @param context Only the clock: a check of this list never sees another file.
 * @param outliers What the maintainers accept.
 */
export function checkFile(
  subject: Subject,
  context: Context,
  outliers: readonly AcceptedOutlier[] = acceptedOutliers,
): FileChecks {
  const own = checks.flatMap((check) => check(subject, context));
  const findings = [...own, ...doubted(own, subject)].map((one) =>
    accepted(one, subject.file.path, one.measurement?.index ?? null, outliers),
  );
  // Read for each measurement, of its row and of its summary.
  const ofMeasurement = Map.groupBy(findings, ({ measurement }) => measurement);
  return {
    problems: findings
      .filter(({ severity }) => severity === 'reject')
      .slice(0, MAX_PROBLEMS)
      .map((finding) => toProblem(subject, finding)),
    of: (measurement) => {
      const about = ofMeasurement.get(measurement) ?? [];
      const flags = new Map(about.map(({ check, text }) => [check, { id: check, text: `${text}.` }]));
      const held = about.find(({ severity }) => severity === 'quarantine');
      return { flags: [...flags.values()], withheld: held?.text ?? null };
    },
  };
}
