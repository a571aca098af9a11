/** @file Writes the submission: after every cell under a `.partial` name, at the end under its final one. Never half. */
import { createHash } from 'node:crypto';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { MAX_SAMPLES } from '../../data/contract/outcome.ts';
import { formatProblem, toProblems } from '../../data/contract/problem.ts';
import { type Result, type Submission, submissionSchema } from '../../data/contract/submission.ts';
import { submissionText } from '../../data/contract/submission-text.ts';
import { MAX_FILE_BYTES, SUITE_VERSION } from '../../data/contract/words.ts';
import { machineSlug, submissionPath } from '../../data/derive/file-name.ts';
import { thin } from '../measure/measure.ts';
import { makeFolder, writeDurably } from '../system/files.ts';

/** What a probe of the folder writes: about as much as a submission. */
const PROBE_BYTES = 256 * 1024;

/** A median of fewer says little; a file that is still too large then is left to the check of ingest. */
const FEWEST_SAMPLES = 5;

/** The results cannot be written where they should be. */
export class CannotWrite extends Error {}

/** Makes sure that a submission can be written below a folder, before anything is measured. Throws `CannotWrite`. */
export function checkFolder(folder: string): void {
  const probe = join(folder, `suite-${SUITE_VERSION}`, `.write-test-${process.pid}.partial`);
  try {
    makeFolder(dirname(probe));
    writeDurably(probe, 'x'.repeat(PROBE_BYTES));
  } catch (error) {
    throw new CannotWrite(`cannot write into ${folder}: ${toWords(error)}; choose another folder with --out`);
  } finally {
    try {
      rmSync(probe, { force: true });
    } catch {
      // The folder cannot be reached at all, which has been said.
    }
  }
}

/** Files that runs which were killed have left behind; the files of runs that still go on are not among them. */
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

/** Tells the user how to finish such a run. */
export function describeLeftover(path: string): string {
  return `A run that was killed left ${path}: finish it with its options and --resume ${path}, or delete it.`;
}

function isLeftover(name: string): boolean {
  return ownerOf(name) !== null && !isInUse(name);
}

/** Whether the run that grows this file still goes on. */
export function isInUse(path: string): boolean {
  const owner = ownerOf(path);
  if (owner === null) return false;
  try {
    process.kill(owner, 0);
    return true;
  } catch {
    return false;
  }
}

/** Process id in the name of a file that grows; null for any other file. */
function ownerOf(path: string): number | null {
  const owner = /\.(\d+)\.(?:json|new)\.partial$/.exec(path)?.[1];
  return owner === undefined ? null : Number(owner);
}

export interface SubmissionFile {
  /** Where the results are until `finish`. */
  partialPath: string;
  /** Replaces the file's content at once. Throws `CannotWrite` when neither the folder nor the rescue takes it. */
  write(submission: Submission): void;
  /** Writes the last state under its final name and returns that path. */
  finish(submission: Submission): string;
  /** Why the results are not in the folder that was asked for; null while they are. */
  rescued(): string | null;
}

/**
 * A file that grows with the run.
 * @param replaces File of the same run, interrupted: removed as soon as the new one is safely there. Null where none is.
 * @param onRescue Called once when the folder fails and the results go to the system's temporary folder instead.
 */
export function openSubmissionFile(
  folder: string,
  submission: Pick<Submission, 'machine' | 'startedAt'>,
  onRescue: (why: string) => void,
  replaces: string | null = null,
  rescueFolder: string = tmpdir(),
): SubmissionFile {
  const stem = `${machineSlug(submission.machine)}--${submission.startedAt.replace(/[:.]/g, '-')}`;
  const partialIn = (place: string) =>
    join(place, `suite-${SUITE_VERSION}`, `${stem}.${process.pid}.json.partial`);
  let place = folder;
  let rescueReason: string | null = null;

  /** Runs a write; when the folder fails, once more in the rescue folder. */
  const orRescue = (attempt: () => void): void => {
    try {
      attempt();
    } catch (error) {
      if (rescueReason !== null)
        throw new CannotWrite(`cannot write into ${place} either: ${toWords(error)}`);
      rescueReason = `cannot write into ${folder} any more: ${toWords(error)}`;
      place = join(rescueFolder, 'trainmark-submissions');
      onRescue(`${rescueReason}; the results go to ${place} instead`);
      orRescue(attempt);
    }
  };

  const file: SubmissionFile = {
    partialPath: partialIn(folder),
    rescued: () => rescueReason,
    write: (state) => {
      const text = serialise(fitToFile(state));
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
        .update(serialise(fitToFile(state)))
        .digest('hex');
      const path = join(place, submissionPath(state, hash));
      try {
        renameSync(file.partialPath, path);
      } catch (error) {
        throw new CannotWrite(
          `cannot rename ${file.partialPath}, which holds the results: ${toWords(error)}`,
        );
      }
      if (replaces !== null && rescueReason === null && resolve(replaces) !== resolve(path))
        rmSync(replaces, { force: true });
      return path;
    },
  };
  return file;
}

/** A run of all workloads on several devices has more samples than a file may hold: the longest lists are thinned. */
export function fitToFile(submission: Submission): Submission {
  let fitted = submission;
  for (let most = MAX_SAMPLES; most >= FEWEST_SAMPLES; most = Math.floor(most * 0.7)) {
    fitted = { ...submission, results: submission.results.map((result) => withFewerSamples(result, most)) };
    if (Buffer.byteLength(serialise(fitted)) <= MAX_FILE_BYTES) break;
  }
  return fitted;
}

function withFewerSamples({ cell, outcome }: Result, most: number): Result {
  if (!('repetitions' in outcome)) return { cell, outcome };
  const repetitions = outcome.repetitions.map((repetition) => {
    // One sample an epoch: each belongs to its record.
    if (repetition.convergence !== null) return repetition;
    const samplesNs = thin(repetition.samplesNs, most);
    const samplesThinned = repetition.samplesThinned + repetition.samplesNs.length - samplesNs.length;
    return { ...repetition, samplesNs, samplesThinned };
  });
  return { cell, outcome: { ...outcome, repetitions } };
}

/** The text of a submission's file. Throws where it breaks the contract. */
export function serialise(submission: Submission): string {
  const checked = submissionSchema.safeParse(submission, { reportInput: true });
  if (!checked.success) {
    const problems = toProblems('submission', checked.error.issues).map(formatProblem);
    throw new Error(`the runner made a submission that breaks its own contract: ${problems.join(' | ')}`);
  }
  return submissionText(checked.data);
}

const causes: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EFBIG: 'files may not grow so large here (ulimit -f)',
  EROFS: 'the file system is read-only',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ENOENT: 'it cannot be made there',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a part of the path is a file',
};

function toWords(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return causes[code] ?? (code || (error instanceof Error ? basename(error.message) : String(error)));
}
