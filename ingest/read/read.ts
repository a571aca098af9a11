/** @file Files to the contract: finds them, reads them with limits, gathers every problem. */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { tooLarge } from '../../data/contract/json.ts';
import { parsePublished, parseSubmission } from '../../data/contract/parse.ts';
import type { Parsed, Problem } from '../../data/contract/problem.ts';
import { MAX_FILE_BYTES } from '../../data/contract/words.ts';
import type { PublishedFile, SubmissionFile } from '../values/file.ts';
import { misnamed, withLfEnds } from './identity.ts';

/** What a folder held: its sound files and the problems of all others. */
export interface Found<File> {
  files: File[];
  problems: Problem[];
}

/** Kept beside the data and not read: descriptions, and what a run is still writing. */
const ignored = /^\.|\.(?:md|partial)$/;

/** Paths of all files below a folder, sorted, with `/` between folders; links are returned and refused later. */
async function list(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && !ignored.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** The longest path below a folder: rows name it as their source. */
const MAX_PATH = 240;

/** The bytes of a plain .json file with LF line ends, or why it is not read. No file of twice the limit is ever loaded. */
async function readBytes(folder: string, path: string): Promise<Parsed<Uint8Array>> {
  const whole = join(folder, path);
  const refuse = (message: string) => ({
    ok: false as const,
    problems: [{ path: whole, field: 'file', message }],
  });
  if (path.length > MAX_PATH) return refuse(`has a path longer than ${MAX_PATH} characters; shorten it`);
  if (!path.endsWith('.json')) return refuse('does not end in .json; only JSON files lie here, so remove it');
  try {
    const status = await lstat(whole);
    if (!status.isFile()) return refuse('is no plain file; put the file itself here, not a link');
    // CRLF line ends make a file at most twice as long; the parser holds the rest to the limit.
    if (status.size > 2 * MAX_FILE_BYTES) return refuse(tooLarge(status.size));
    return { ok: true, value: withLfEnds(await readFile(whole)) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    return refuse(`cannot be read (${code}); check its permissions`);
  }
}

/** Two names that a file system which ignores case would take for one. */
function collisions(paths: readonly string[], shown: (path: string) => string): Problem[] {
  const groups = Map.groupBy(paths, (path) => path.toLowerCase());
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map(([first, second]) => ({
      path: shown(second!),
      field: 'file',
      message: `differs from ${first} in upper and lower case only; keep one`,
    }));
}

/** Reads every submission below a folder. `shown` turns a path below it into the one that is printed. */
export async function readSubmissions(folder: string): Promise<Found<SubmissionFile>> {
  const shown = (path: string) => join(folder, path);
  const paths = await list(folder);
  const files: SubmissionFile[] = [];
  const problems = collisions(paths, shown);
  for (const path of paths) {
    const bytes = await readBytes(folder, path);
    const parsed = bytes.ok ? parseSubmission(bytes.value, shown(path)) : bytes;
    if (!bytes.ok || !parsed.ok) {
      problems.push(...(parsed.ok ? [] : parsed.problems));
      continue;
    }
    const message = misnamed(path, parsed.value, bytes.value);
    if (message !== null) problems.push({ path: shown(path), field: 'file', message });
    else files.push({ path: `data/submissions/${path}`, shown: shown(path), submission: parsed.value });
  }
  return { files, problems };
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
      const message = `is "${parsed.value.id}", not the name of the file; make them equal`;
      problems.push({ path: shown(path), field: 'id', message });
    } else files.push({ path: `data/published/${path}`, shown: shown(path), published: parsed.value });
  }
  return { files, problems };
}
