/** @file The files that an engine consists of, and what is missing or left over among them. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { type EngineFacts, engineFactsSchema } from '../../data/contract/catalogue.ts';
import { type EngineId, engineIdSchema } from '../../data/contract/words.ts';
import { root } from './root.ts';

const declarationOf = (id: string) => `runner/engines/${id}/engine.ts`;
const wordsOf = (id: string) => `data/catalogue/engines/${id}.json`;

/** Results may name it, but the runner has no such engine. */
const ELSEWHERE: readonly EngineId[] = ['webgpu'];

/** The engines of the runner, in the order of the contract. */
export const engineIds = engineIdSchema.options.filter((id) => !ELSEWHERE.includes(id));

/** What the catalogue says of each engine. Call `findEngineProblems` first. */
export const readEngineWords = (): EngineFacts[] =>
  engineIds.map((id) => engineFactsSchema.parse(JSON.parse(readFileSync(join(root, wordsOf(id)), 'utf8'))));

/** The parts of an engine that are missing, a line each with what to add. */
export function findMissingParts(id: string): string[] {
  const parts: [path: string, remedy: string][] = [
    [declarationOf(id), 'declare the engine there and export it as `engine`'],
    [wordsOf(id), 'add its name, its summary, its address and what each recipe does on it'],
  ];
  return parts
    .filter(([path]) => !existsSync(join(root, path)))
    .map(([path, remedy]) => `${path}: missing; ${remedy}`);
}

/** Everything of the engines that is missing, and words without an id in the contract, a line each. */
export function findEngineProblems(): string[] {
  const ids: readonly string[] = engineIds;
  const leftOver = globSync(wordsOf('*'), { cwd: root }).filter((path) => !ids.includes(parse(path).name));
  return [
    ...ids.flatMap(findMissingParts),
    ...leftOver.map(
      (path) => `${path}: no engine has this id; add it to engineIdSchema in data/contract/words.ts`,
    ),
  ];
}
