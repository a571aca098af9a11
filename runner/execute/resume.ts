/** @file Resumes an interrupted run: reads its file and checks that it is the same run. */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { cellId } from '../../data/contract/cell.ts';
import { parseSubmission } from '../../data/contract/parse.ts';
import { formatProblem } from '../../data/contract/problem.ts';
import type { Machine, Submission } from '../../data/contract/submission.ts';
import { UsageError } from '../../data/contract/usage-error.ts';
import { type Preset, SUITE_VERSION } from '../../data/contract/words.ts';
import type { Plan } from '../plan/plan.ts';
import { isInUse } from '../results/submission-file.ts';
import { sweepId } from './journal.ts';

const unreadable: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder; give the file of the interrupted run',
  EACCES: 'this user may not read it',
};

/** Reads the file of an interrupted run. Throws `UsageError` if the run cannot be resumed. */
export function readInterrupted(path: string, preset: Preset | null): Submission {
  if (isInUse(path)) throw new UsageError(`--resume ${path}: its run is still in progress; stop it first`);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`--resume ${path}: ${unreadable[code] ?? `it cannot be read (${code})`}`);
  }
  const parsed = parseSubmission(bytes, path);
  const [problem] = parsed.ok ? [] : parsed.problems;
  if (!parsed.ok)
    throw new UsageError(problem ? formatProblem(problem) : `--resume ${path}: it is not a submission`);
  const { value } = parsed;
  if (value.suiteVersion !== SUITE_VERSION)
    throw new UsageError(
      `--resume ${path}: it is from suite ${value.suiteVersion}, but this runner measures suite ${SUITE_VERSION}`,
    );
  if (!value.interrupted)
    throw new UsageError(`--resume ${path}: this run is finished; there is nothing to resume`);
  if (preset !== null && preset !== value.preset)
    throw new UsageError(
      `--resume ${path}: its preset is ${value.preset}, not ${preset}; leave --preset out`,
    );
  return value;
}

/** Throws `UsageError` if the plan, the machine or the version differs from the run in the file. */
export function refuseOtherRun(
  path: string,
  before: Submission,
  plan: Plan,
  machine: Machine,
  version: string,
): void {
  const refuse = (reason: string) => {
    throw new UsageError(`--resume ${path}: ${reason}`);
  };
  const different = (['cpu', 'gpus', 'os'] as const).find(
    (part) => !isDeepStrictEqual(before.machine[part], machine[part]),
  );
  if (different !== undefined) refuse(`it was measured on another machine (${different} differs)`);
  if (before.runner.version !== version)
    refuse(`it was measured by version ${before.runner.version} of the runner, but this is ${version}`);
  const planned = [...plan.cells, ...plan.impossible].map(({ cell }) => cellId(cell));
  const batchSweeps = new Set(plan.batchSweeps.map(({ first }) => sweepId(first)));
  const measured = new Set(before.results.map(({ cell }) => cellId(cell)));
  const again = 'use the options of the first run';
  const missing = planned.find((id) => !measured.has(id));
  if (missing !== undefined) refuse(`${missing} is missing from it; ${again}`);
  const known = new Set(planned);
  const extra = before.results.find(
    ({ cell }) => !known.has(cellId(cell)) && !batchSweeps.has(sweepId(cell)),
  );
  if (extra !== undefined)
    refuse(`it contains ${cellId(extra.cell)}, which these options do not select; ${again}`);
}
