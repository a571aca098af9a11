/**
 * @file Lints the Python files and checks their format according to ruff.toml, with Ruff in WebAssembly, so no Python is
 * needed. Prints one line per problem: where, rule, what. `node --import tsx tests/lint-python.ts --write` formats them.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Diagnostic, PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs';
import { parse } from 'smol-toml';

const root = resolve(import.meta.dirname, '..');

/** Problems of one file, one line each. */
function lint(ruff: Workspace, file: string, isWriting: boolean): string[] {
  const path = join(root, file);
  const source = readFileSync(path, 'utf8');
  const diagnostics: Diagnostic[] = ruff.check(source);
  const problems = diagnostics.map(
    ({ code, message, start_location: { row, column } }) =>
      `${file}:${row}:${column}: ${code ?? 'syntax'}: ${message}`,
  );
  if (diagnostics.some(({ code }) => code === 'invalid-syntax')) return problems;
  const formatted = ruff.format(source);
  if (formatted === source) return problems;
  if (!isWriting) return [...problems, `${file}: is not formatted; run this with --write`];
  writeFileSync(path, formatted);
  return problems;
}

const isWriting = process.argv.includes('--write');
const wanted = process.argv.slice(2).filter((argument) => argument !== '--write');
const ruff = new Workspace(parse(readFileSync(join(root, 'ruff.toml'), 'utf8')), PositionEncoding.Utf16);
const files = globSync('{data,ingest,runner,site,tests}/**/*.py', { cwd: root })
  .filter((file) => wanted.length === 0 || wanted.some((start) => file.startsWith(start)))
  .sort();
const problems = files.flatMap((file) => lint(ruff, file, isWriting));
for (const problem of problems) console.error(problem);
console.log(`${files.length} Python files, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
