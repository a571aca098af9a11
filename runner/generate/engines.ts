/** @file Finds the files of each engine and reports missing and leftover ones. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { type EngineFacts, engineFactsSchema } from '../../data/contract/catalogue.ts';
import { type EngineId, engineIdSchema } from '../../data/contract/words.ts';
import { REPOSITORY } from '../system/repository.ts';

const declarationOf = (id: string) => `runner/engines/${id}/engine.ts`;
const wordsOf = (id: string) => `data/catalogue/engines/${id}.json`;

/** The engines of the runner, in the order of the contract. */
export const engineIds: readonly EngineId[] = engineIdSchema.options;

/** Reads the catalogue entry of each engine. Throws if a file is missing, so call `findEngineProblems` first. */
export const readEngineWords = (): EngineFacts[] =>
  engineIds.map((id) =>
    engineFactsSchema.parse(JSON.parse(readFileSync(join(REPOSITORY, wordsOf(id)), 'utf8'))),
  );

/** The missing files of an engine: one line each, with what to add. */
export function findMissingParts(id: string): string[] {
  const parts: [path: string, remedy: string][] = [
    [declarationOf(id), 'declare the engine there and export it as `engine`'],
    [
      wordsOf(id),
      'add its name, its summary, its address, what it computes and where, and what each recipe does on it',
    ],
  ];
  return parts
    .filter(([path]) => !existsSync(join(REPOSITORY, path)))
    .map(([path, remedy]) => `${path}: missing; ${remedy}`);
}

/** All missing and leftover files of the engines, one line each. */
export function findEngineProblems(): string[] {
  const ids: readonly string[] = engineIds;
  const leftOver = globSync(wordsOf('*'), { cwd: REPOSITORY }).filter(
    (path) => !ids.includes(parse(path).name),
  );
  return [
    ...ids.flatMap(findMissingParts),
    ...leftOver.map(
      (path) => `${path}: no engine has this id; add it to engineIdSchema in data/contract/words.ts`,
    ),
  ];
}
