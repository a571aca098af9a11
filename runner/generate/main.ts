/**
 * @file `npm run generate`: writes the files derived from the workloads and the engines. Exit code 1 if a file of one of
 * them is missing.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './files.ts';
import { findProblems, readWorkloads } from './parts.ts';
import { root } from './root.ts';

const problems = await findProblems();
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
} else {
  for (const [path, text] of generatedFiles(await readWorkloads())) {
    writeFileSync(join(root, path), text);
    console.log(path);
  }
}
