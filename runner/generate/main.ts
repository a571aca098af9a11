/**
 * @file `npm run generate`: writes the files derived from the workloads, the engines and the submissions. Exit code 1 if a
 * file of a workload or an engine is missing.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProgram } from '../../data/command-line/program.ts';
import { runProgram } from '../../data/command-line/run.ts';
import { REPOSITORY } from '../system/repository.ts';
import { findSubmissions, readShares, SHARES_FILE } from './engine-shares.ts';
import { formatted, generatedFiles } from './files.ts';
import { findProblems, readWorkloads } from './parts.ts';
import { findResults, readTypicalShares, TYPICAL_SHARES_FILE } from './typical-shares.ts';

async function generate(): Promise<number> {
  createProgram(
    'npm run generate --',
    'Writes the files that are derived from the workloads, the engines and the submissions, and prints their paths.',
  ).parse();
  const problems = await findProblems();
  if (problems.length > 0) {
    console.error(problems.join('\n'));
    return 1;
  }
  const shares = formatted(SHARES_FILE, JSON.stringify(readShares(findSubmissions())));
  const typical = formatted(TYPICAL_SHARES_FILE, JSON.stringify(readTypicalShares(findResults())));
  const fromResults = [[SHARES_FILE, shares] as const, [TYPICAL_SHARES_FILE, typical] as const];
  for (const [path, text] of [...generatedFiles(await readWorkloads()), ...fromResults]) {
    writeFileSync(join(REPOSITORY, path), text);
    console.log(path);
  }
  return 0;
}

await runProgram(generate);
