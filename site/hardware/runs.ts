/** @file The runs of a machine: its files, read at build one after the other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../../data/contract/migrations/index.ts';
import type { Submission } from '../../data/contract/submission.ts';
import { SCHEMA_VERSION } from '../../data/contract/words.ts';
import { sourcesFolder } from '../rows/read.ts';

export interface Run extends Submission {
  /** Path of the file in the repository. */
  path: string;
}

/** Newest runs that a page reads: a file of a full run takes a few milliseconds. */
export const MOST_RUNS = 12;

/**
 * The run of a file. Ingest has checked it, so that its shape is known.
 * @throws Error if the file is not there: `--sources` names another folder than the one that ingest read
 */
export function readRun(path: string): Run {
  const fields = JSON.parse(readFileSync(join(sourcesFolder, path), 'utf8')) as Submission;
  const newest = migrate({ ...fields }, 'submission', fields.schemaVersion, SCHEMA_VERSION);
  return { ...(newest as unknown as Submission), path };
}
