/** @file Checks that a submission is as the runner wrote it: its name holds the first digits of the SHA-256 of its text. */
import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import type { Submission } from '../../data/contract/submission.ts';
import { submissionText } from '../../data/contract/submission-text.ts';
import { submissionPath } from '../../data/derive/file-name.ts';

/** SHA-256 in lower-case hexadecimal. */
export const sha256 = (text: Uint8Array | string): string => createHash('sha256').update(text).digest('hex');

const CARRIAGE_RETURN = 0x0d;

/**
 * The bytes of a text file with LF line ends: Git for Windows converts them to CRLF on checkout. In JSON, line breaks occur
 * only between values, so they do not affect the content.
 */
export function withLfEnds(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(CARRIAGE_RETURN)) return bytes;
  // Latin-1 maps each byte to one character and back, so bytes that are not text stay unchanged.
  const text = Buffer.from(bytes).toString('latin1');
  return Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1');
}

const RESTORE =
  'restore the original (git restore, or a copy from the machine that measured), or measure again';

/**
 * How a text changed since the runner wrote it, with the remedy.
 * @param hash First digits of the SHA-256 of the text as the runner wrote it.
 */
function changeSince(hash: string, text: string): string {
  const was = (candidate: string) => sha256(candidate).startsWith(hash);
  const body = text.trimEnd();
  if (was(body) || was(`${body}\n`))
    return `has different line breaks or spaces at its end than the runner wrote; ${RESTORE}`;
  if (was(submissionText(JSON.parse(text))))
    return `was reformatted after the runner wrote it, with the same values; ${RESTORE}`;
  return `was edited after the runner wrote it: its content does not match the hash ${hash} in its name; ${RESTORE}`;
}

/**
 * What is wrong with the path of a submission, with the remedy; null if it is right.
 * @param bytes The file with LF line ends; these bytes are hashed.
 */
export function misnamed(path: string, submission: Submission, bytes: Uint8Array): string | null {
  const hash = sha256(bytes);
  const wanted = submissionPath(submission, hash);
  const named = /--([0-9a-f]{8})\.json$/.exec(path)?.[1];
  if (named !== undefined && !hash.startsWith(named))
    return changeSince(named, Buffer.from(bytes).toString());
  if (basename(path) !== basename(wanted)) {
    return `has a name that does not match its content; if it is as the runner wrote it, rename it to ${wanted}`;
  }
  const folder = basename(dirname(path));
  if (/^suite-\d+$/.test(folder) && folder !== dirname(wanted)) {
    return `belongs to a different suite than its folder; move it to ${wanted}`;
  }
  return null;
}
