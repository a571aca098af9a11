/**
 * @file Starts a program that needs the catalogue. Its files are loaded with the program, so that a broken one ends it before
 * it can say anything: here it is told in one line for each problem.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { findTraps, NotJson } from '../contract/json-scan.ts';
import { placeIn } from '../contract/place-in.ts';
import { formatProblem, type Problem } from '../contract/problem.ts';
import { USAGE } from '../contract/usage-error.ts';
import { CATALOGUE, CatalogueError } from './checked.ts';

/** Why a file is no JSON; null if it is. */
function faultOf(file: string): Problem | null {
  const text = readFileSync(`${import.meta.dirname}/${file}`, 'utf8');
  try {
    findTraps(text);
    return null;
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    const message = `is not JSON: ${error.message} at ${placeIn(text, error.offset)}; correct it there`;
    return { path: `${CATALOGUE}/${file}`, field: 'file', message };
  }
}

/** The files of the catalogue that are no JSON. */
const faults = (): Problem[] =>
  readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
    .flatMap((file) => faultOf(file) ?? []);

/** Loads and starts a program. A broken catalogue is one line for each problem, and exit code 2. */
export async function startWithCatalogue(program: () => Promise<unknown>): Promise<void> {
  try {
    await program();
  } catch (error) {
    const lines = error instanceof CatalogueError ? [error.message] : faults().map(formatProblem);
    if (lines.length === 0) throw error;
    console.error(lines.join('\n'));
    // A broken catalogue is a bug of this copy.
    process.exitCode = USAGE;
  }
}
