/** @file Errors of the file system in words. Pure. */

const causes: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EFBIG: 'the file size limit is too small (ulimit -f)',
  EROFS: 'the file system is read-only',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ENOENT: 'it cannot be created there',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a part of the path is a file',
  ENOLINK: 'a part of the path is a link to nothing',
  ELOOP: 'a part of the path is a link to itself',
  ENAMETOOLONG: 'a name in it is too long',
  EBUSY: 'another program uses it',
  EADDRINUSE: 'another program uses it',
  EIO: 'the disk reports an error',
  ERR_INVALID_ARG_VALUE: 'no path may look like this',
};

const SPACE = 'free some space';
const ELSEWHERE = 'choose another place or change its permissions';

/** What helps against faults of the machine. Other codes can be a bug: a file that is missing was perhaps never written. */
const remedies: Readonly<Record<string, string>> = {
  ENOSPC: SPACE,
  EDQUOT: SPACE,
  EFBIG: 'raise the limit',
  EROFS: ELSEWHERE,
  EACCES: ELSEWHERE,
  EPERM: ELSEWHERE,
  EBUSY: 'close that program or choose another place',
  EADDRINUSE: 'choose another port',
  EIO: 'check the disk',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/** Why a folder or a file cannot be used, in a few words and without its path. */
export function describeFileError(error: unknown): string {
  const code = codeOf(error);
  // Messages of Node end with the path.
  const lastPart = error instanceof Error ? error.message.replace(/^.*[\\/]/s, '') : String(error);
  return causes[code] ?? (code || lastPart);
}

/** Whether the machine is at fault, such as a full disk, and no code of the project. */
export const isFault = (error: unknown): boolean => codeOf(error) in remedies;

/** What a person can do about a fault; null if nothing is known. */
export const remedyOf = (error: unknown): string | null => remedies[codeOf(error)] ?? null;
