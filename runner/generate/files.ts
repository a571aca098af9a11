/** @file Generates the files that are derived from the workloads and the engines. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../system/repository.ts';
import { engineIds, readEngineWords } from './engines.ts';
import { toCatalogueEntry } from './facts.ts';
import { declaredModule, enginesModule, referencesModule } from './imports.ts';
import { type Described, hasNet } from './parts.ts';
import { rulesOf } from './rules.ts';
import { withTable } from './table.ts';
import { workShapes } from './work-shapes.ts';

/** Sorts the imports and formats the text with Biome. */
export function formatted(path: string, text: string): string {
  const biome = join(REPOSITORY, 'node_modules/@biomejs/biome/bin/biome');
  const run = spawnSync(process.execPath, [biome, 'check', '--write', `--stdin-file-path=${path}`], {
    cwd: REPOSITORY,
    input: text,
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`${path}: Biome cannot format it: ${run.stderr}`);
  return run.stdout;
}

/** The text of each generated file, keyed by its path relative to the repository root. */
export function generatedFiles(described: readonly Described[]): ReadonlyMap<string, string> {
  const workloads = described.map(({ workload }) => workload);
  const entries = described.map(({ workload, words }) => toCatalogueEntry(workload, words));
  const idsOf = (chosen: typeof workloads) => chosen.map(({ id }) => id);
  const texts: [string, string][] = [
    ['data/catalogue/workloads.generated.json', JSON.stringify(entries)],
    ['data/catalogue/engines.generated.json', JSON.stringify(readEngineWords())],
    ['data/catalogue/rules.generated.json', JSON.stringify(rulesOf(workloads))],
    ['data/catalogue/work-shapes.generated.json', JSON.stringify(workShapes(workloads))],
    ['runner/engines/declared.generated.ts', enginesModule(engineIds)],
    ['runner/workloads/declared.generated.ts', declaredModule(idsOf(workloads))],
    ['runner/models/references/index.generated.ts', referencesModule(idsOf(workloads.filter(hasNet)))],
  ];
  const readme = withTable(readFileSync(join(REPOSITORY, 'README.md'), 'utf8'), entries);
  return new Map([
    ...texts.map(([path, text]): [string, string] => [path, formatted(path, text)]),
    ['README.md', readme],
  ]);
}
