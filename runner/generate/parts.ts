/** @file Finds the files of each workload and reports missing and leftover ones. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, parse } from 'node:path';
import { workloadIdSchema } from '../../data/contract/words.ts';
import { REPOSITORY } from '../system/repository.ts';
import type { Workload } from '../workloads/workload.ts';
import { findEngineProblems } from './engines.ts';
import { type Words, wordsSchema } from './facts.ts';

const IDS = 'data/contract/words.ts';

const declarationOf = (id: string) => `runner/workloads/${id}.ts`;
const wordsOf = (id: string) => `data/catalogue/workloads/${id}.json`;
const secondNetOf = (id: string) => `runner/models/references/nets/${id}.py`;
const referenceOf = (id: string) => `runner/models/references/${id}.json`;

const exists = (path: string): boolean => existsSync(join(REPOSITORY, path));

/** A workload with its hand-written words in the catalogue. */
export interface Described {
  workload: Workload;
  words: Words;
}

/** Whether the workload has a net whose outputs are compared with a reference. */
export const hasNet = ({ kind }: Workload): boolean => kind === 'model' || kind === 'attention';

/** Reads every workload, in the order of the contract. Throws if a file is missing, so call `findProblems` first. */
export const readWorkloads = (): Promise<Described[]> =>
  Promise.all(
    workloadIdSchema.options.map(async (id) => {
      const { workload } = (await import(`../workloads/${id}.ts`)) as { workload: Workload };
      const words = wordsSchema
        .strict()
        .parse(JSON.parse(readFileSync(join(REPOSITORY, wordsOf(id)), 'utf8')));
      return { workload, words };
    }),
  );

/** The missing files of a workload: one line each, with what to add. */
export async function findMissing(id: string): Promise<string[]> {
  const lines: string[] = [];
  const expectFile = (path: string, remedy: string) => {
    if (!exists(path)) lines.push(`${path}: missing; ${remedy}`);
  };
  expectFile(wordsOf(id), 'add the title, the description and the other words of the workload');
  expectFile(declarationOf(id), 'declare the workload there and export it as `workload`');
  if (!exists(declarationOf(id))) return lines;
  const { workload } = (await import(`../workloads/${id}.ts`)) as { workload?: Workload };
  if (workload?.id !== id) {
    return [...lines, `${declarationOf(id)}: exports no \`workload\` with the id ${id}; export it`];
  }
  if (!hasNet(workload)) return lines;
  expectFile(secondNetOf(id), 'implement the net a second time, in PyTorch, to compute its reference');
  expectFile(
    referenceOf(id),
    `write it with: .cache/python/pytorch/bin/python runner/models/references/main.py ${id}`,
  );
  return lines;
}

/** Files whose id is not in the contract. */
function findLeftOver(): string[] {
  const ids: readonly string[] = workloadIdSchema.options;
  return [wordsOf(''), secondNetOf(''), referenceOf('')].flatMap((pattern) => {
    const { dir: folder, base: extension } = parse(pattern);
    return readdirSync(join(REPOSITORY, folder))
      .filter((name) => extname(name) === extension && !ids.includes(parse(name).name))
      .map((name) => `${folder}/${name}: no workload has this id; add it to workloadIdSchema in ${IDS}`);
  });
}

/** All missing and leftover files, one line each. */
export async function findProblems(): Promise<string[]> {
  const missing = await Promise.all(workloadIdSchema.options.map(findMissing));
  return [...missing.flat(), ...findLeftOver(), ...findEngineProblems()];
}
