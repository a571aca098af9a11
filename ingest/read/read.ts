/** @file Finds the files of results, reads them with limits and collects every problem. */
import { lstatSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { tooLarge } from '../../data/contract/json.ts';
import { parsePublished, parseSubmission } from '../../data/contract/parse.ts';
import type { Parsed, Problem } from '../../data/contract/problem.ts';
import { MAX_FILE_BYTES, SUITE_VERSION } from '../../data/contract/words.ts';
import type { PublishedFile, SubmissionFile } from '../values/file.ts';
import { type Content, misnamed, withLfEnds } from '../values/identity.ts';
import { UNCOMMITTED_OWNER } from '../values/owner.ts';
import { addedOf, noteOf, readHistory } from './history.ts';
import { sha256 } from './sha256.ts';

/** The contents of a folder: its valid files and the problems of all others. */
export interface Found<File> {
  files: File[];
  problems: Problem[];
}

/** Files that are not data: hidden files, descriptions, and what a run is still writing. */
const ignored = /^\.|\.(?:md|partial)$/;

/** Paths of the files below a folder. One that cannot be read stands for itself: who may not read, a name that is not UTF-8. */
async function pathsBelow(folder: string, below: string): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => null);
  if (entries === null) return [below];
  const paths: string[] = [];
  for (const entry of entries) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) paths.push(...(await pathsBelow(folder, path)));
    else if (!ignored.test(entry.name)) paths.push(path);
  }
  return paths;
}

/**
 * Paths of all files below a folder, sorted, with `/` as the separator. Links and folders that cannot be read are included, to
 * be refused later.
 */
export const list = async (folder: string): Promise<string[]> => (await pathsBelow(folder, '')).sort();

/** Maximum length of a path below a folder, because rows contain it as their source. */
const MAX_PATH = 240;

/** The bytes of a regular .json file with LF line ends, or the problem. Files above twice the size limit are never loaded. */
export function readBytes(folder: string, path: string): Parsed<Uint8Array> {
  const whole = join(folder, path);
  const refuse = (message: string) => ({
    ok: false as const,
    problems: [{ path: whole, field: 'file', message }],
  });
  if (path.length > MAX_PATH) return refuse(`has a path longer than ${MAX_PATH} characters; shorten it`);
  try {
    // The thread has nothing else to do meanwhile, and this takes a third of the time of promises.
    const status = lstatSync(whole);
    if (status.isDirectory()) return refuse('is a folder that cannot be read; check its permissions');
    if (!path.endsWith('.json'))
      return refuse('does not end in .json; remove it, only JSON files belong here');
    if (!status.isFile()) return refuse('is not a regular file; put the file itself here, not a link');
    // CRLF line ends make a file at most twice as long; the parser checks the limit again after they are converted.
    if (status.size > 2 * MAX_FILE_BYTES) return refuse(tooLarge(status.size));
    return { ok: true, value: withLfEnds(readFileSync(whole)) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    if (code === 'ENOENT')
      return refuse('is not there, or its name is not UTF-8; check its path, or rename it');
    return refuse(`cannot be read (${code}); check its permissions`);
  }
}

/** Names that are the same on a case-insensitive file system. */
function collisions(paths: readonly string[], shown: (path: string) => string): Problem[] {
  const groups = Map.groupBy(paths, (path) => path.toLowerCase());
  return [...groups.values()].flatMap(([first, ...others]) =>
    others.map((other) => ({
      path: shown(other),
      field: 'file',
      message: `differs from ${first} only in upper and lower case; keep one`,
    })),
  );
}

const suites: ReadonlySet<string> = new Set(
  Array.from({ length: SUITE_VERSION }, (_, i) => `suite-${i + 1}`),
);

/** Whether a path is in the folder of a suite that exists: a stranger may make a folder that is sorted before it. */
const isInSuite = (path: string): boolean => {
  const [folder = '', ...rest] = path.split('/');
  return rest.length === 1 && suites.has(folder);
};

/**
 * The paths of a folder without copies in other folders, and the problems of all names. A name holds the hash of the content,
 * or is an id, so that equal names are the same result. Those in folders of suites are kept: their content tells which of
 * them is in the wrong one.
 */
export function distinct(
  paths: readonly string[],
  shown: (path: string) => string,
): { paths: string[]; problems: Problem[] } {
  const groups = Map.groupBy(paths, (path) => basename(path));
  const kept = new Map([...groups].map(([name, group]) => [name, group.find(isInSuite) ?? group[0]!]));
  const isOwn = (path: string) => kept.get(basename(path)) === path || isInSuite(path);
  const [own, copies] = [true, false].map((isKept) => paths.filter((path) => isOwn(path) === isKept));
  const problems = copies!.map((path) => {
    const message = `has the same name as ${kept.get(basename(path))}; keep one, because a result counts once`;
    return { path: shown(path), field: 'file', message };
  });
  return { paths: own!, problems: [...collisions(own!, shown), ...problems] };
}

/** Where submissions are in the repository. */
export const ROOT = 'data/submissions/';

/** Parses the content of one submission; `path` is relative to the folder, with `/` as the separator. */
export function toSubmission(folder: string, path: string, content: Content): Parsed<SubmissionFile> {
  const shown = join(folder, path);
  const parsed = parseSubmission(content.bytes, shown);
  if (!parsed.ok) return parsed;
  const message = misnamed(path, parsed.value, content, sha256);
  if (message !== null) return { ok: false, problems: [{ path: shown, field: 'file', message }] };
  const value = {
    path: `${ROOT}${path}`,
    shown,
    submission: parsed.value,
    sha256: content.sha256,
    addedOrder: 0,
    owner: UNCOMMITTED_OWNER,
  };
  return { ok: true, value };
}

/** Reads one submission; `path` is relative to the folder, with `/` as the separator. */
export async function readSubmission(folder: string, path: string): Promise<Parsed<SubmissionFile>> {
  const bytes = readBytes(folder, path);
  if (!bytes.ok) return bytes;
  return toSubmission(folder, path, { bytes: bytes.value, sha256: sha256(bytes.value) });
}

/** Submissions in the order in which they were added. */
export interface FoundSubmissions extends Found<SubmissionFile> {
  /** What a reader should know about order and owners, one sentence; null if there is nothing. */
  note: string | null;
}

/** Reads every submission below a folder. */
export async function readSubmissions(folder: string): Promise<FoundSubmissions> {
  const { paths, problems } = distinct(await list(folder), (path) => join(folder, path));
  const files: SubmissionFile[] = [];
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
    note: noteOf(history),
  };
}

/** Reads every file of published results below a folder. */
export async function readPublished(folder: string): Promise<Found<PublishedFile>> {
  const shown = (path: string) => join(folder, path);
  const { paths, problems } = distinct(await list(folder), shown);
  const files: PublishedFile[] = [];
  for (const path of paths) {
    const bytes = readBytes(folder, path);
    const parsed = bytes.ok ? parsePublished(bytes.value, shown(path)) : bytes;
    if (!parsed.ok) problems.push(...parsed.problems);
    else if (basename(path) !== `${parsed.value.id}.json`) {
      const message = `is "${parsed.value.id}", which is not the name of the file; make them equal`;
      problems.push({ path: shown(path), field: 'id', message });
    } else files.push({ path: `data/published/${path}`, shown: shown(path), published: parsed.value });
  }
  return { files, problems };
}
