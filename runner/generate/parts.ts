/** @file The files that a workload consists of, and what is missing or left over among them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, parse } from 'node:path';
import { workloadIdSchema } from '../../data/contract/words.ts';
import type { Workload } from '../workloads/workload.ts';
import { findEngineProblems } from './engines.ts';
import { type Words, wordsSchema } from './facts.ts';
import { root } from './root.ts';

const IDS = 'data/contract/words.ts';

const declarationOf = (id: string) => `runner/workloads/${id}.ts`;
const wordsOf = (id: string) => `data/catalogue/workloads/${id}.json`;
const secondNetOf = (id: string) => `runner/models/references/nets/${id}.py`;
const referenceOf = (id: string) => `runner/models/references/${id}.json`;

const exists = (path: string): boolean => existsSync(join(root, path));

/** A workload with what the catalogue says of it in words. */
export interface Described {
  workload: Workload;
  words: Words;
}

/** Whether outputs of the workload's net are compared with a reference. */
export const hasNet = ({ kind }: Workload): boolean => kind === 'model' || kind === 'attention';

/** Every workload, in the order of the contract. Call `findProblems` first: a file that is missing is an error here. */
export const readWorkloads = (): Promise<Described[]> =>
  Promise.all(
    workloadIdSchema.options.map(async (id) => {
      const { workload } = (await import(`../workloads/${id}.ts`)) as { workload: Workload };
      const words = wordsSchema.strict().parse(JSON.parse(readFileSync(join(root, wordsOf(id)), 'utf8')));
      return { workload, words };
    }),
  );

/** The parts of a workload that are missing, a line each with what to add. */
export async function findMissing(id: string): Promise<string[]> {
  const lines: string[] = [];
  const demand = (path: string, remedy: string) => {
    if (!exists(path)) lines.push(`${path}: missing; ${remedy}`);
  };
  demand(wordsOf(id), 'add the title, the description and the other words of the workload');
  demand(declarationOf(id), 'declare the workload there and export it as `workload`');
  if (!exists(declarationOf(id))) return lines;
  const { workload } = (await import(`../workloads/${id}.ts`)) as { workload?: Workload };
  if (workload?.id !== id) {
    return [...lines, `${declarationOf(id)}: exports no \`workload\` with the id ${id}; export it`];
  }
  if (!hasNet(workload)) return lines;
  demand(secondNetOf(id), 'add the net once more, in PyTorch, for its reference');
  demand(
    referenceOf(id),
    `write it with: .cache/python/pytorch/bin/python runner/models/references/main.py ${id}`,
  );
  return lines;
}

/** Parts without an id in the contract. */
function findLeftOver(): string[] {
  const ids: readonly string[] = workloadIdSchema.options;
  return [wordsOf(''), secondNetOf(''), referenceOf('')].flatMap((pattern) => {
    const { dir: folder, base: extension } = parse(pattern);
    return readdirSync(join(root, folder))
      .filter((name) => extname(name) === extension && !ids.includes(parse(name).name))
      .map((name) => `${folder}/${name}: no workload has this id; add it to workloadIdSchema in ${IDS}`);
  });
}

/** Everything that is missing or left over, a line each. */
export async function findProblems(): Promise<string[]> {
  const missing = await Promise.all(workloadIdSchema.options.map(findMissing));
  return [...missing.flat(), ...findLeftOver(), ...findEngineProblems()];
}
