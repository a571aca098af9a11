import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
let copy: string;

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'trainmark-catalogue-'));
  for (const part of [
    'data/catalogue',
    'data/command-line',
    'data/contract',
    'data/derive',
    'ingest',
    'package.json',
  ])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  mkdirSync(join(copy, 'data/submissions'));
});
afterEach(() => rmSync(copy, { recursive: true }));

/** What `ingest --check` says in a copy of the repository with another text in one file of the catalogue. */
function checkedWith(file: string, text: string) {
  writeFileSync(join(copy, 'data/catalogue', file), text);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...process.execArgv, 'ingest/main.ts', '--check', '--no-cache', '--published', 'data/submissions'],
    { cwd: copy, encoding: 'utf8' },
  );
  return { status, stdout, lines: stderr.trim().split('\n') };
}

describe('a broken file of the catalogue', () => {
  it.each([
    [
      'accepted-outliers.json',
      '[{"id":"x"}]',
      /^data\/catalogue\/accepted-outliers\.json: 0\.file: is missing, but must be text; add it$/,
    ],
    [
      'baseline.json',
      '{}',
      /^data\/catalogue\/baseline\.json: hardware: is missing, but must be text; add it$/,
    ],
    [
      'maintainer-files.json',
      '["nope"]',
      /^data\/catalogue\/maintainer-files\.json: 0: is "nope" and is not the name of a submission; copy it from data\/submissions$/,
    ],
    [
      'prices.json',
      '[{"hardware": 1},]',
      /^data\/catalogue\/prices\.json: file: is not JSON: Unexpected character '\]' at line 1, column 18; correct it there$/,
    ],
    [
      'hardware/gpus/apple.json',
      '[',
      /^data\/catalogue\/hardware\/gpus\/apple\.json: file: is not JSON: Unexpected end of input at line 1, column 2; correct it there$/,
    ],
    [
      'rules.generated.json',
      '[]',
      /^data\/catalogue\/rules\.generated\.json: file: is a list, but must be an object; correct it$/,
    ],
    [
      'releases.json',
      '[]',
      /^data\/catalogue\/releases\.json: file: has no entry of "node"; add its released versions$/,
    ],
    [
      'baseline.json',
      '{"hardware":"intel-core-i7-9999","device":"cpu","reason":"r","since":"2026-02-04","published":[],"submissions":[]}',
      /^data\/catalogue\/baseline\.json: hardware: is "intel-core-i7-9999", which data\/catalogue\/hardware\/ does not have; correct it, or add it there$/,
    ],
  ])('%s = %s: one clear line for each problem, without a stack', (file, text, first) => {
    const { status, stdout, lines } = checkedWith(file, text);
    expect(lines[0]).toMatch(first);
    for (const line of lines) expect(line).toMatch(/^data\/catalogue\/\S+: \S+: .+; .+$/);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});
