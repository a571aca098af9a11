/** @file Reads a dropped file as ingest reads those of the repository: every problem of its form, or the submission. Pure. */
import { sha256 as hash } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { parseJson, tooLarge } from '../../../data/contract/json.ts';
import { isFields } from '../../../data/contract/migrations/fields.ts';
import { parseSubmission } from '../../../data/contract/parse.ts';
import { type Parsed, type Problem, quote } from '../../../data/contract/problem.ts';
import type { Submission } from '../../../data/contract/submission.ts';
import { MAX_FILE_BYTES } from '../../../data/contract/words.ts';
import { submissionPath } from '../../../data/derive/files/file-name.ts';
import type { SubmissionFile } from '../../../ingest/values/file.ts';
import { misnamed, withLfEnds } from '../../../ingest/values/identity.ts';
import { UNCOMMITTED_OWNER } from '../../../ingest/values/owner.ts';

/** Where submissions are in the repository. */
const ROOT = 'data/submissions/';

/** SHA-256 in lower-case hexadecimal; that of the browser exists on secure pages only. */
const sha256 = (text: Uint8Array | string): string =>
  bytesToHex(hash(typeof text === 'string' ? utf8ToBytes(text) : text));

/** A file that has the form of a submission. */
export interface Dropped {
  file: SubmissionFile;
  /** The bytes with LF line ends, as they belong into the repository. */
  bytes: Uint8Array;
  /** What differs between the dropped file and the one that belongs into the repository; null if nothing does. */
  changed: string | null;
}

/** Files of Trainmark that are no submission, by their kind, with what to do instead. */
const otherKinds: Readonly<Record<string, string>> = {
  leaderboard:
    'is the leaderboard itself, which ingest computes from all files; drop the file of one run, from data/submissions/',
  published:
    'is a file of published results, which is added by hand (data/published/README.md); drop the file of a run',
  preview: 'is a list that ingest writes for this page; drop the file of a run, from data/submissions/',
};

const refused = (path: string, field: string, message: string): { ok: false; problems: Problem[] } => ({
  ok: false,
  problems: [{ path, field, message }],
});

/** Why JSON is no submission at all, said alone instead of every field that a submission would have; null if it may be one. */
function otherThanSubmission(value: unknown): [field: string, message: string] | null {
  if (!isFields(value))
    return ['file', `is ${quote(value)}, not an object; drop the file that npm run bench wrote`];
  if (value.kind === undefined)
    return ['kind', 'is missing: this JSON is no file of Trainmark; drop the one that npm run bench wrote'];
  if (value.kind === 'submission') return null;
  const known = typeof value.kind === 'string' ? otherKinds[value.kind] : undefined;
  const message = known ?? 'is no kind that Trainmark knows; drop the file that npm run bench wrote';
  return ['kind', `is ${quote(value.kind)}: this ${known === undefined ? 'file ' : ''}${message}`];
}

const ENDS = 'Its line ends were those of Windows; the file below has those of the repository.';

/** What the site or a browser calls a file that lies elsewhere in the repository: "run.json", "run (1).json". */
const isRenamed = (name: string): boolean => !/--[0-9a-f]{8}\.json$/.test(name);

function renamed(name: string, wanted: string): string | null {
  return name === wanted ? null : `It was called ${name}; in the repository its name is ${wanted}.`;
}

/** The refusal of a file by its size alone, before it is read; null if it may fit. CRLF line ends double a file at most. */
export const refusedSize = (name: string, sizeBytes: number): { ok: false; problems: Problem[] } | null =>
  sizeBytes > 2 * MAX_FILE_BYTES ? refused(name, 'file', tooLarge(sizeBytes)) : null;

/** A submission as ingest would find it in the repository. */
export const asAdded = (
  path: string,
  shown: string,
  submission: Submission,
  bytes: Uint8Array,
): SubmissionFile => ({
  path,
  shown,
  submission,
  sha256: sha256(bytes),
  addedOrder: 0,
  owner: UNCOMMITTED_OWNER,
});

/** How files begin that hold zero bytes and are named more exactly: UTF-16 in either order, and gzip. */
const TOLD = ['fffe', 'feff', '1f8b'];

/** Whether a file is no text: pictures and archives have zero bytes soon, UTF-8 has none. */
const isBinary = (bytes: Uint8Array): boolean =>
  bytes.subarray(0, 4096).includes(0) && !TOLD.includes(bytesToHex(bytes.subarray(0, 2)));

/** Reads a dropped file, or says every problem of its form. A copy that a browser numbered ("run (1).json") has its old name. */
export function readDropped(called: string, given: Uint8Array): Parsed<Dropped> {
  const name = called.replace(/ ?\(\d+\)(?=\.json$)/, '');
  if (given.length === 0) return refused(name, 'file', 'is empty; drop the file that npm run bench wrote');
  if (isBinary(given))
    return refused(name, 'file', 'is no text; drop the JSON file that npm run bench wrote');
  const bytes = withLfEnds(given);
  const json = parseJson(bytes, name);
  if (!json.ok) return json;
  const other = otherThanSubmission(json.value);
  if (other !== null) return refused(name, ...other);
  const parsed = parseSubmission(bytes, name);
  if (!parsed.ok) return parsed;
  const digest = sha256(bytes);
  const wanted = submissionPath(parsed.value, digest);
  const path = wanted.slice(wanted.lastIndexOf('/') + 1);
  // A name without a hash says nothing about the content, so the file only gets its right one.
  const wrong = isRenamed(name) ? null : misnamed(name, parsed.value, { bytes, sha256: digest }, sha256);
  if (wrong !== null && !wrong.startsWith('has a name')) return refused(name, 'file', wrong);
  const changes = [...(bytes.length === given.length ? [] : [ENDS]), renamed(name, path) ?? []].flat();
  const file = asAdded(`${ROOT}${wanted}`, name, parsed.value, bytes);
  return { ok: true, value: { file, bytes, changed: changes.length === 0 ? null : changes.join(' ') } };
}
