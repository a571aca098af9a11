/**
 * @file Prints one answer of systeminformation as JSON. Runs only as a process of its own, with a deadline. Plain JavaScript,
 * so that it starts without a loader.
 */
import childProcess from 'node:child_process';
import { createRequire } from 'node:module';

const [name] = process.argv.slice(2);
// It waits for nvidia-smi; the runner asks that itself, with a deadline, so that no other answer depends on it.
const { execFileSync } = childProcess;
childProcess.execFileSync = (file, ...rest) => {
  if (/nvidia-smi/i.test(file)) throw new Error('nvidia-smi is asked by the runner');
  return execFileSync(file, ...rest);
};
const library = createRequire(import.meta.url)('systeminformation');
process.stdout.write(JSON.stringify(await library[name]()));
