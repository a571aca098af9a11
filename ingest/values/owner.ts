/** @file Owners of files: who has one vote among all. */
import type { SubmissionFile } from './file.ts';

/** Owner of every file where there is no complete history of git. */
export const UNKNOWN_OWNER = 'unknown';

/** Owner of the files that are not committed yet. */
export const UNCOMMITTED_OWNER = 'uncommitted';

/** Who votes with a file. Where owners are unknown, every file votes for itself. */
export const voterOf = ({ owner, path }: Pick<SubmissionFile, 'owner' | 'path'>): string =>
  owner === UNKNOWN_OWNER ? path : owner;
