/** @file Finds and reads the files of results in the repository. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Parsed, valueOrThrow } from '../../data/contract/problem.ts';
import { REPOSITORY } from '../system/repository.ts';

/** The submissions of the repository, relative to its root. */
export const SUBMISSIONS = 'data/submissions/*/*.json';

/** The published results of the repository, relative to its root. */
export const PUBLISHED = 'data/published/*.json';

/** The files that fit the patterns, relative to the root of the repository and with `/` as the separator, sorted. */
export const filesLike = (...patterns: string[]): string[] =>
  globSync(patterns, { cwd: REPOSITORY })
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted();

/**
 * @param path Relative to the root of the repository.
 * @throws Error if the file cannot be read or is invalid
 */
export const readResults = <Value>(
  parse: (bytes: Uint8Array, path: string) => Parsed<Value>,
  path: string,
): Value => valueOrThrow(parse(readFileSync(join(REPOSITORY, path)), path));
