/**
 * @file Lints the Python files and looks at their format, as ruff.toml says, with Ruff in WebAssembly: no Python is
 * needed. One line for each finding: where, rule, what. `node --import tsx tests/lint-python.ts --write` formats them.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Diagnostic, PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs';
import { parse } from 'smol-toml';

const root = resolve(import.meta.dirname, '..');

/** What is wrong with one file, a line each. */
function lint(ruff: Workspace, file: string, isWriting: boolean): string[] {
  const path = join(root, file);
  const source = readFileSync(path, 'utf8');
  const diagnostics: Diagnostic[] = ruff.check(source);
  const findings = diagnostics.map(
    ({ code, message, start_location: { row, column } }) =>
      `${file}:${row}:${column}: ${code ?? 'syntax'}: ${message}`,
  );
  if (diagnostics.some(({ code }) => code === 'invalid-syntax')) return findings;
  const formatted = ruff.format(source);
  if (formatted === source) return findings;
  if (!isWriting) return [...findings, `${file}: is not formatted; run this with --write`];
  writeFileSync(path, formatted);
  return findings;
}

const isWriting = process.argv.includes('--write');
const wanted = process.argv.slice(2).filter((argument) => argument !== '--write');
const ruff = new Workspace(parse(readFileSync(join(root, 'ruff.toml'), 'utf8')), PositionEncoding.Utf16);
const files = globSync('{data,ingest,runner,site,tests}/**/*.py', { cwd: root })
  .filter((file) => wanted.length === 0 || wanted.some((start) => file.startsWith(start)))
  .sort();
const findings = files.flatMap((file) => lint(ruff, file, isWriting));
for (const finding of findings) console.error(finding);
console.log(`${files.length} Python files, ${findings.length} findings`);
process.exitCode = findings.length > 0 ? 1 : 0;
