/** @file Writes the submission atomically: after every cell to a `.partial` file, at the end under its final name. */
import { createHash } from 'node:crypto';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { formatProblem, toProblems } from '../../data/contract/problem.ts';
import { MAX_SAMPLES } from '../../data/contract/repetition.ts';
import { type Result, type Submission, submissionSchema } from '../../data/contract/submission.ts';
import { submissionText } from '../../data/contract/submission-text.ts';
import { MAX_FILE_BYTES, SUITE_VERSION } from '../../data/contract/words.ts';
import { describeFileError } from '../../data/derive/files/file-error.ts';
import { machineSlug, submissionPath } from '../../data/derive/files/file-name.ts';
import { makeFolder, writeDurably } from '../system/files.ts';
import { withFewerSamples } from './fewer-samples.ts';

/** Size of the test file that checks the folder: about that of a submission. */
const PROBE_BYTES = 256 * 1024;

/** Fewest samples to keep per repetition. If the file is still too large, ingest reports it. */
const FEWEST_SAMPLES = 5;

/** The results cannot be written to their folder. */
export class WriteError extends Error {}

/** Checks, before anything is measured, that a submission can be written to a folder. Throws `WriteError` if not. */
export function checkFolder(folder: string): void {
  const probe = join(folder, `suite-${SUITE_VERSION}`, `.write-test-${process.pid}.partial`);
  try {
    makeFolder(dirname(probe));
    writeDurably(probe, 'x'.repeat(PROBE_BYTES));
  } catch (error) {
    throw new WriteError(
      `cannot write to ${folder}: ${describeFileError(error)}; choose another folder with --out`,
    );
  } finally {
    try {
      rmSync(probe, { force: true });
    } catch {
      // The folder is not accessible, which the error above already reports.
    }
  }
}

/** Partial files of runs that were killed. Files of runs that are still in progress are not included. */
export function findLeftovers(folder: string): string[] {
  const suite = join(folder, `suite-${SUITE_VERSION}`);
  try {
    return readdirSync(suite)
      .filter((name) => isLeftover(name))
      .map((name) => join(suite, name));
  } catch {
    return [];
  }
}

/** Describes how to finish a run that was killed. */
export function describeLeftover(path: string): string {
  return `A killed run left ${path}: finish it with its options and --resume ${path}, or delete the file.`;
}

function isLeftover(name: string): boolean {
  return ownerOf(name) !== null && !isInUse(name);
}

/** Whether the run that writes this file is still in progress. */
export function isInUse(path: string): boolean {
  const owner = ownerOf(path);
  if (owner === null) return false;
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    // A process of another user may not be asked, but exists.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Process id in the name of a partial file; null for any other file. */
function ownerOf(path: string): number | null {
  const owner = /\.(\d+)\.(?:json|new)\.partial$/.exec(path)?.[1];
  return owner === undefined ? null : Number(owner);
}

export interface SubmissionFile {
  /** Path of the results until `finish`. */
  partialPath: string;
  /** Replaces the content atomically. Throws `WriteError` if neither the folder nor the rescue folder is writable. */
  write(submission: Submission): void;
  /** Writes the final state under its final name and returns the path. */
  finish(submission: Submission): string;
  /** Removes what was written so far: nothing was measured. The file of an interrupted run stays. */
  discard(): void;
  /** Why the results are not in the requested folder; null if they are. */
  rescued(): string | null;
}

/**
 * Opens the file that a run writes.
 * @param onRescue Called once if the folder fails and the results go to the rescue folder instead.
 * @param replaces File of the same, interrupted run; removed once the new one is written. Null for a new run.
 * @param rescueFolder Parent of the rescue folder; the system's temporary folder by default.
 */
export function openSubmissionFile(
  folder: string,
  submission: Pick<Submission, 'machine' | 'startedAt'>,
  onRescue: (reason: string) => void,
  replaces: string | null = null,
  rescueFolder: string = tmpdir(),
): SubmissionFile {
  const stem = `${machineSlug(submission.machine)}--${submission.startedAt.replace(/[:.]/g, '-')}`;
  const partialIn = (place: string) =>
    join(place, `suite-${SUITE_VERSION}`, `${stem}.${process.pid}.json.partial`);
  let place = folder;
  let rescueReason: string | null = null;

  /** Runs a write. If the folder fails, runs it again in the rescue folder. */
  const orRescue = (attempt: () => void): void => {
    try {
      attempt();
    } catch (error) {
      if (rescueReason !== null)
        throw new WriteError(`cannot write to ${place} either: ${describeFileError(error)}`);
      rescueReason = `cannot write to ${folder} any more: ${describeFileError(error)}`;
      place = join(rescueFolder, 'trainmark-submissions');
      onRescue(`${rescueReason}; the results go to ${place} instead`);
      orRescue(attempt);
    }
  };

  const file: SubmissionFile = {
    partialPath: partialIn(folder),
    rescued: () => rescueReason,
    discard: () => rmSync(file.partialPath, { force: true }),
    write: (state) => {
      const text = serialize(fitToFile(state));
      orRescue(() => {
        file.partialPath = partialIn(place);
        makeFolder(dirname(file.partialPath));
        const fresh = file.partialPath.replace(/\.json\.partial$/, '.new.partial');
        writeDurably(fresh, text);
        renameSync(fresh, file.partialPath);
      });
    },
    finish: (state) => {
      file.write(state);
      const hash = createHash('sha256')
        .update(serialize(fitToFile(state)))
        .digest('hex');
      const path = join(place, submissionPath(state, hash));
      try {
        renameSync(file.partialPath, path);
      } catch (error) {
        throw new WriteError(
          `cannot rename ${file.partialPath}, which holds the results: ${describeFileError(error)}`,
        );
      }
      if (replaces !== null && rescueReason === null && resolve(replaces) !== resolve(path))
        rmSync(replaces, { force: true });
      return path;
    },
  };
  return file;
}

/** Thins the longest lists of samples until the file fits its size limit, which a run on several devices can exceed. */
export function fitToFile(submission: Submission): Submission {
  let fitted = submission;
  for (let most = MAX_SAMPLES; most >= FEWEST_SAMPLES; most = Math.floor(most * 0.7)) {
    fitted = { ...submission, results: submission.results.map((result) => thinned(result, most)) };
    if (Buffer.byteLength(serialize(fitted)) <= MAX_FILE_BYTES) break;
  }
  return fitted;
}

function thinned({ cell, outcome }: Result, most: number): Result {
  if (!('repetitions' in outcome)) return { cell, outcome };
  const repetitions = outcome.repetitions.map((repetition) =>
    // Keep convergence samples: each belongs to the record of its epoch.
    repetition.convergence === null ? withFewerSamples(repetition, most) : repetition,
  );
  return { cell, outcome: { ...outcome, repetitions } };
}

/** The text of a submission file. Throws if the submission violates the contract. */
export function serialize(submission: Submission): string {
  const checked = submissionSchema.safeParse(submission, { reportInput: true });
  if (!checked.success) {
    const problems = toProblems('submission', checked.error.issues).map(formatProblem);
    throw new Error(`the runner created a submission that violates the contract: ${problems.join(' | ')}`);
  }
  return submissionText(checked.data);
}
