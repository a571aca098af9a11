/** @file Whether a submission is what the runner wrote: its name holds the first digits of the SHA-256 of its text. */
import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import type { Submission } from '../../data/contract/submission.ts';
import { submissionText } from '../../data/contract/submission-text.ts';
import { submissionPath } from '../../data/derive/file-name.ts';

const sha256 = (text: Uint8Array | string): string => createHash('sha256').update(text).digest('hex');

/**
 * The bytes of a text file with its line ends as LF: Git for Windows turns them to CRLF when it checks files out. In JSON
 * they stand only between values, so nothing that a file says depends on them.
 */
export function withLfEnds(bytes: Uint8Array): Uint8Array {
  // Latin-1 maps each byte to one character and back, so bytes that are no text stay as they are.
  const text = Buffer.from(bytes).toString('latin1');
  return Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1');
}

const RESTORE = 'put the original back (git restore, or a copy from the machine that measured)';

/** What happened to a text that had this hash when the runner wrote it, with the remedy; `wanted` is its path now. */
function changeSince(hash: string, text: string, wanted: string): string {
  const was = (candidate: string) => sha256(candidate).startsWith(hash);
  const body = text.trimEnd();
  if (was(body) || was(`${body}\n`))
    return `has other line breaks or spaces at its end than the runner wrote; ${RESTORE}`;
  if (was(submissionText(JSON.parse(text))))
    return `was formatted anew since the runner wrote it, with the same values; ${RESTORE}`;
  return `was edited since the runner wrote it: its content is not that of the hash ${hash} in its name; ${RESTORE}, or, only where something personal was taken out, rename it to ${wanted}`;
}

/**
 * What is wrong with the path of a submission, with the remedy, or null.
 * @param bytes The file with LF line ends: what is hashed.
 */
export function misnamed(path: string, submission: Submission, bytes: Uint8Array): string | null {
  const hash = sha256(bytes);
  const wanted = submissionPath(submission, hash);
  const said = /--([0-9a-f]{8})\.json$/.exec(path)?.[1];
  if (said !== undefined && !hash.startsWith(said))
    return changeSince(said, Buffer.from(bytes).toString(), wanted);
  if (basename(path) !== basename(wanted)) {
    return `is not named by its content; if it is as the runner wrote it, rename it to ${wanted}`;
  }
  const folder = basename(dirname(path));
  if (/^suite-\d+$/.test(folder) && folder !== dirname(wanted)) {
    return `holds results of another suite than its folder; move it to ${wanted}`;
  }
  return null;
}
