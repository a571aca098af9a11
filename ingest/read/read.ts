/** @file Finds the files of results, reads them with limits and collects every problem. */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { tooLarge } from '../../data/contract/json.ts';
import { parsePublished, parseSubmission } from '../../data/contract/parse.ts';
import type { Parsed, Problem } from '../../data/contract/problem.ts';
import { MAX_FILE_BYTES } from '../../data/contract/words.ts';
import type { PublishedFile, SubmissionFile } from '../values/file.ts';
import { misnamed, withLfEnds } from '../values/identity.ts';
import { UNCOMMITTED_OWNER } from '../values/owner.ts';
import { addedOf, readHistory } from './history.ts';
import { sha256 } from './sha256.ts';

/** The contents of a folder: its valid files and the problems of all others. */
export interface Found<File> {
  files: File[];
  problems: Problem[];
}

/** Files that are not data: hidden files, descriptions, and what a run is still writing. */
const ignored = /^\.|\.(?:md|partial)$/;

/** Paths of all files below a folder, sorted, with `/` as the separator; links are included and refused later. */
export async function list(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && !ignored.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** Maximum length of a path below a folder, because rows contain it as their source. */
const MAX_PATH = 240;

/** The bytes of a regular .json file with LF line ends, or the problem. Files above twice the size limit are never loaded. */
export async function readBytes(folder: string, path: string): Promise<Parsed<Uint8Array>> {
  const whole = join(folder, path);
  const refuse = (message: string) => ({
    ok: false as const,
    problems: [{ path: whole, field: 'file', message }],
  });
  if (path.length > MAX_PATH) return refuse(`has a path longer than ${MAX_PATH} characters; shorten it`);
  if (!path.endsWith('.json')) return refuse('does not end in .json; remove it, only JSON files belong here');
  try {
    const status = await lstat(whole);
    if (!status.isFile()) return refuse('is not a regular file; put the file itself here, not a link');
    // CRLF line ends make a file at most twice as long; the parser checks the limit again after they are converted.
    if (status.size > 2 * MAX_FILE_BYTES) return refuse(tooLarge(status.size));
    return { ok: true, value: withLfEnds(await readFile(whole)) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    return refuse(`cannot be read (${code}); check its permissions`);
  }
}

/** Names that are the same on a case-insensitive file system. */
export function collisions(paths: readonly string[], shown: (path: string) => string): Problem[] {
  const groups = Map.groupBy(paths, (path) => path.toLowerCase());
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map(([first, second]) => ({
      path: shown(second!),
      field: 'file',
      message: `differs from ${first} only in upper and lower case; keep one`,
    }));
}

/** Where submissions are in the repository. */
export const ROOT = 'data/submissions/';

/** Parses the bytes of one submission; `path` is relative to the folder, with `/` as the separator. */
export function toSubmission(folder: string, path: string, bytes: Uint8Array): Parsed<SubmissionFile> {
  const shown = join(folder, path);
  const parsed = parseSubmission(bytes, shown);
  if (!parsed.ok) return parsed;
  const message = misnamed(path, parsed.value, bytes, sha256);
  if (message !== null) return { ok: false, problems: [{ path: shown, field: 'file', message }] };
  const value = {
    path: `${ROOT}${path}`,
    shown,
    submission: parsed.value,
    sha256: sha256(bytes),
    addedOrder: 0,
    owner: UNCOMMITTED_OWNER,
  };
  return { ok: true, value };
}

/** Reads one submission; `path` is relative to the folder, with `/` as the separator. */
export async function readSubmission(folder: string, path: string): Promise<Parsed<SubmissionFile>> {
  const bytes = await readBytes(folder, path);
  return bytes.ok ? toSubmission(folder, path, bytes.value) : bytes;
}

/** Submissions in the order in which they were added. */
export interface FoundSubmissions extends Found<SubmissionFile> {
  /** Why order and owners are unknown, one sentence; null if they are known. */
  note: string | null;
}

/** Why order and owners are unknown. */
export const NO_HISTORY =
  'There is no complete history of git here, so the times in the files decide their order and their owners are unknown; for the result that is published use a full clone (git fetch --unshallow).';

/** Reads every submission below a folder. */
export async function readSubmissions(folder: string): Promise<FoundSubmissions> {
  const paths = await list(folder);
  const files: SubmissionFile[] = [];
  const problems = collisions(paths, (path) => join(folder, path));
  for (const path of paths) {
    const read = await readSubmission(folder, path);
    if (read.ok) files.push(read.value);
    else problems.push(...read.problems);
  }
  const history = await readHistory(folder);
  const added = addedOf(
    history,
    files.map(({ path, submission: { finishedAt } }) => ({ path: path.slice(ROOT.length), finishedAt })),
  );
  return {
    files: files
      .map((file) => ({ ...file, ...added.get(file.path.slice(ROOT.length))! }))
      .sort((a, b) => a.addedOrder - b.addedOrder),
    problems,
    note: history === null ? NO_HISTORY : null,
  };
}

/** Reads every file of published results below a folder. */
export async function readPublished(folder: string): Promise<Found<PublishedFile>> {
  const shown = (path: string) => join(folder, path);
  const paths = await list(folder);
  const files: PublishedFile[] = [];
  const problems = collisions(paths, shown);
  for (const path of paths) {
    const bytes = await readBytes(folder, path);
    const parsed = bytes.ok ? parsePublished(bytes.value, shown(path)) : bytes;
    if (!parsed.ok) problems.push(...parsed.problems);
    else if (basename(path) !== `${parsed.value.id}.json`) {
      const message = `is "${parsed.value.id}", which is not the name of the file; make them equal`;
      problems.push({ path: shown(path), field: 'id', message });
    } else files.push({ path: `data/published/${path}`, shown: shown(path), published: parsed.value });
  }
  return { files, problems };
}
