/** @file The rooms import one way: the lint rules of biome.json refuse every other direction. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainmark-imports-'));
  cpSync(join(root, 'biome.json'), join(folder, 'biome.json'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Lints one file that imports one other and returns what the linter printed. */
function lint(file: string, imported: string): string {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), `import { a } from '${imported}';\n\na();\n`);
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const run = spawnSync(process.execPath, [biome, 'lint', '--vcs-enabled=false', file], {
    cwd: folder,
    encoding: 'utf8',
  });
  rmSync(join(folder, file));
  return run.stdout + run.stderr;
}

describe('imports', () => {
  it.each([
    ['ingest/x.ts', '../runner/plan/plan.ts'],
    ['ingest/x.ts', '../site/rows/url.ts'],
    ['runner/x.ts', '../ingest/read/read.ts'],
    ['runner/x.ts', '../site/rows/url.ts'],
    ['data/contract/x.ts', '../../runner/protocol/messages.ts'],
    ['site/rows/x.ts', '../../ingest/read/read.ts'],
    ['site/rows/x.ts', '../../runner/plan/plan.ts'],
    ['site/rows/x.ts', '../../runner/detect/detect.ts'],
    ['site/rows/x.ts', '../../runner/engines/tfjs-wasm/worker.ts'],
    ['runner/measure/x.ts', 'node:fs'],
    ['runner/engines/tfjs/x.ts', 'node:process'],
    ['runner/worker/run-task.ts', 'node:process'],
  ])('%s may not import %s', (file, imported) => {
    expect(lint(file, imported)).toContain('noRestrictedImports');
  });

  it.each([
    ['ingest/x.ts', '../data/derive/stats.ts'],
    ['runner/x.ts', '../data/derive/stats.ts'],
    ['runner/x.ts', 'node:fs'],
    ['runner/worker/serve.ts', 'node:readline'],
    ['site/rows/x.ts', '../../data/derive/stats.ts'],
    ['site/rows/x.ts', '../../runner/protocol/messages.ts'],
    ['site/rows/x.ts', '../../runner/measure/measure.ts'],
    ['site/rows/x.ts', '../../runner/engines/tfjs/run.ts'],
  ])('%s may import %s', (file, imported) => {
    expect(lint(file, imported)).not.toContain('noRestrictedImports');
  });
});
