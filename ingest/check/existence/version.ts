/** @file Versions have the form in which the runner and its engines report them, and exist as far as is known. */
import { findEngine } from '../../../data/catalogue/index.ts';
import { compareVersions, type EngineVersion, readEngineVersion } from '../../../data/derive/version.ts';
import packageFile from '../../../package.json' with { type: 'json' };
import type { Measurement } from '../../values/measurement.ts';
import type { Check, CheckFinding, Subject } from '../contract/check.ts';

const RUNNER = /^\d+\.\d+\.\d+(?:-[0-9a-z.-]+)?$/;
const NODE = /^Node (\d+)\.\d+\.\d+$/;

/** The first version of the runner. */
const FIRST_RUNNER = '0.1.0';
/** The first version of Node that has ever run it: "engines" of package.json. */
const FIRST_NODE = Number(/\d+/.exec(packageFile.engines.node)![0]);

/** What is wrong with the versions of the runner, with the remedy. */
function runnerProblems({ file }: Subject): string[] {
  const { origin, version, runtime, commit, dirty } = file.submission.runner;
  const problems: string[] = [];
  if ((commit === null) !== (dirty === null))
    problems.push(`runner.dirty is ${dirty}, but runner.commit is ${commit}; measure again`);
  if (!RUNNER.test(version)) {
    problems.push(
      `runner.version is "${version}", but must be a version of Trainmark, such as 0.1.0; measure again`,
    );
  } else if (compareVersions(version, packageFile.version) > 0) {
    problems.push(
      `runner.version ${version} is newer than ${packageFile.version}, the version that checks it; update Trainmark`,
    );
  }
  if (RUNNER.test(version) && compareVersions(version, FIRST_RUNNER) < 0)
    problems.push(`runner.version ${version} is older than ${FIRST_RUNNER}, the first; measure again`);
  if (Number(NODE.exec(runtime)?.[1] ?? FIRST_NODE) < FIRST_NODE)
    problems.push(
      `runner.runtime is "${runtime}", but Trainmark needs Node ${FIRST_NODE} or newer; measure again`,
    );
  if (NODE.test(runtime) !== (origin === 'cli')) {
    const usual = origin === 'cli' ? 'Node with its version, such as "Node 24.21.0"' : 'a browser, not Node';
    problems.push(`runner.runtime is "${runtime}", but the ${origin} runs in ${usual}; measure again`);
  }
  return problems;
}

/**
 * A build of an engine computes on the GPUs that it was built for: one for CUDA drives no chip of Apple's, and one without the
 * word drives no GPU of NVIDIA's. On a CPU every build computes.
 */
function otherBuild(
  { cell: { engine, device } }: Measurement,
  { number, build, form }: EngineVersion,
): string | null {
  const { builds, firstBuilds } = form;
  const first = build === null ? undefined : firstBuilds[build];
  if (first !== undefined && compareVersions(number, first) < 0)
    return `is a build for ${build}, which ${engine} has had since ${first} only`;
  if (device.kind === 'cpu') return null;
  const fits = build === null ? !Object.values(builds).includes(device.api) : builds[build] === device.api;
  if (fits || Object.keys(builds).length === 0) return null;
  const what = build === null ? `of ${engine} that names no GPU's interface` : `for ${build}`;
  return `is a build ${what}, which does not compute through the API "${device.api}"`;
}

function engineFinding(measurement: Measurement): CheckFinding[] {
  const { cell, outcome } = measurement;
  const { versions } = findEngine(cell.engine);
  const found = readEngineVersion(versions, outcome.engineVersion);
  const finding = { check: 'engine-version', measurement } as const;
  const shown = `engineVersion "${outcome.engineVersion}"`;
  if (found === null) {
    const text = `${shown} does not have the form in which ${cell.engine} reports its version; measure again`;
    return [{ ...finding, severity: 'reject', text }];
  }
  const { number, form } = found;
  if (form.oldest !== null && compareVersions(number, form.oldest) < 0) {
    const text = `${shown} is older than ${form.oldest}, the oldest that Trainmark runs; measure again`;
    return [{ ...finding, severity: 'reject', text }];
  }
  const other = otherBuild(measurement, found);
  if (other !== null) return [{ ...finding, severity: 'reject', text: `${shown} ${other}; measure again` }];
  if (form.newest === null || compareVersions(number, form.newest) <= 0) return [];
  const text = `${cell.engine} ${number} is newer than ${form.newest}, the newest that this version of Trainmark knows`;
  return [{ ...finding, severity: 'flag', text }];
}

export const version: Check = (subject) => [
  ...runnerProblems(subject).map(
    (text): CheckFinding => ({ check: 'runner-version', severity: 'reject', measurement: null, text }),
  ),
  ...subject.measurements.flatMap(engineFinding),
];
