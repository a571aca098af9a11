/** @file Checks that a submission is as the runner wrote it: its name holds the first digits of the SHA-256 of its text. Pure. */
import type { Submission } from '../../data/contract/submission.ts';
import { submissionText } from '../../data/contract/submission-text.ts';
import { submissionPath } from '../../data/derive/files/file-name.ts';

/** SHA-256 in lower-case hexadecimal. Node and browsers have different ones. */
export type Sha256 = (text: Uint8Array | string) => string;

/** A file as it was read. */
export interface Content {
  /** With LF line ends. */
  bytes: Uint8Array;
  /** SHA-256 of the bytes in lower-case hexadecimal. */
  sha256: string;
}

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;

/**
 * The bytes of a text file with LF line ends: Git for Windows converts them to CRLF on checkout. In JSON, line breaks occur
 * only between values, so they do not affect the content.
 */
export function withLfEnds(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(CARRIAGE_RETURN)) return bytes;
  return bytes.filter((byte, index) => byte !== CARRIAGE_RETURN || bytes[index + 1] !== LINE_FEED);
}

const RESTORE =
  'restore the original (git restore, or a copy from the machine that measured), or measure again';

/**
 * How a text changed since the runner wrote it, with the remedy.
 * @param hash First digits of the SHA-256 of the text as the runner wrote it.
 */
function changeSince(hash: string, text: string, sha256: Sha256): string {
  const was = (candidate: string) => sha256(candidate).startsWith(hash);
  const body = text.trimEnd();
  if (was(body) || was(`${body}\n`))
    return `has different line breaks or spaces at its end than the runner wrote; ${RESTORE}`;
  if (was(submissionText(JSON.parse(text))))
    return `was reformatted after the runner wrote it, with the same values; ${RESTORE}`;
  return `was edited after the runner wrote it: its content does not match the hash ${hash} in its name; ${RESTORE}`;
}

/** The name of a file without its folders. */
const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The name of the folder that a file is in; empty if the path has none. */
const folderOf = (path: string): string => path.split('/').at(-2) ?? '';

/**
 * What is wrong with the path of a submission, with the remedy; null if it is right.
 * @param path With `/` as the separator.
 * @param sha256 Hashes what the text may have been before it was changed.
 */
export function misnamed(
  path: string,
  submission: Submission,
  { bytes, sha256: hash }: Content,
  sha256: Sha256,
): string | null {
  const wanted = submissionPath(submission, hash);
  const named = /--([0-9a-f]{8})\.json$/.exec(path)?.[1];
  if (named !== undefined && !hash.startsWith(named))
    return changeSince(named, new TextDecoder().decode(bytes), sha256);
  if (baseOf(path) !== baseOf(wanted)) {
    return `has a name that does not match its content; if it is as the runner wrote it, rename it to ${wanted}`;
  }
  const folder = folderOf(path);
  if (/^suite-\d+$/.test(folder) && folder !== folderOf(wanted)) {
    return `belongs to a different suite than its folder; move it to ${wanted}`;
  }
  return null;
}
