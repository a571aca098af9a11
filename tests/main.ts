/** @file `npm test`: every check of the project. `npm test -- NAME` runs only tests whose file name contains NAME. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { prepareBlas } from './blas.ts';
import { prepareChromium, prepareFirefox } from './prepare.ts';
import { closingLines } from './summary.ts';
import { prepareLavapipe, softwareVulkan } from './vulkan.ts';

const root = resolve(import.meta.dirname, '..');

interface Step {
  name: string;
  script: string;
  arguments: readonly string[];
}

/**
 * Runs one step with the current Node and the given environment; returns whether it passed. Output to a file is printed
 * line by line without colors, because some tools ignore NO_COLOR.
 */
async function passes(step: Step, environment: Record<string, string>): Promise<boolean> {
  console.log(`\n== ${step.name}`);
  const loader = step.script.endsWith('.ts') ? process.execArgv : [];
  const plain = !process.stdout.isTTY && process.env.FORCE_COLOR === undefined;
  const child = spawn(process.execPath, [...loader, join(root, step.script), ...step.arguments], {
    cwd: root,
    stdio: plain ? ['inherit', 'pipe', 'pipe'] : 'inherit',
    env: {
      // Several workers compute in parallel; with more threads than cores they would slow each other down.
      OMP_NUM_THREADS: '1',
      ...(plain ? { NO_COLOR: '1' } : {}),
      ...process.env,
      ...environment,
      TZ: 'UTC',
    },
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface(stream).on('line', (line) => console.log(stripVTControlCharacters(line)));
  }
  const [code] = await once(child, 'close');
  return code === 0;
}

const filter = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'trainmark-tests-'));
const report = join(folder, 'report.json');

const checks: Step[] = [
  {
    // Checks all files that tsconfig.json includes, pages and TypeScript.
    name: 'types',
    script: 'node_modules/@astrojs/check/bin/astro-check.js',
    arguments: ['--root', '.', '--minimumSeverity', 'warning'],
  },
  {
    name: 'lint and format',
    script: 'node_modules/@biomejs/biome/bin/biome',
    arguments: ['ci', '--error-on-warnings', '.'],
  },
  { name: 'lint and format of the Python files', script: 'tests/lint-python.ts', arguments: [] },
];
const tests: Step = {
  name: 'unit, whole-path and browser tests',
  script: 'node_modules/vitest/vitest.mjs',
  arguments: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filter],
};

// These install system packages, so they run only if an engine is required that needs them.
if (process.env.TRAINMARK_REQUIRE?.includes('webgpu')) prepareLavapipe();
if (process.env.TRAINMARK_REQUIRE?.includes('mlx')) prepareBlas();
prepareFirefox();
const environment = softwareVulkan(prepareChromium());
const steps = filter.length > 0 ? [tests] : [...checks, tests];
const failed: string[] = [];
for (const step of steps) if (!(await passes(step, environment))) failed.push(step.name);

console.log(`\n${closingLines(readFileSync(report, 'utf8'), root).join('\n')}`);
rmSync(folder, { recursive: true });
if (failed.length > 0) console.error(`trainmark: these checks failed: ${failed.join('; ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
