/** @file `npm test`: every check of the project. `npm test -- NAME` runs only tests whose file name contains NAME. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { createProgram } from '../data/command-line/program.ts';
import { runProgram } from '../data/command-line/run.ts';
import { UsageError } from '../data/contract/usage-error.ts';
import { prepareBlas } from './blas.ts';
import { installedChromium, prepareChromium, prepareFirefox } from './prepare.ts';
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

/** All test files, by their paths from the root. */
const testFiles = (): string[] =>
  ['data', 'ingest', 'runner', 'site', 'tests'].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.test.ts'))
      .map((path) => join(top, path)),
  );

/**
 * A name that fits no file would pass without a test beside one that fits.
 * @throws UsageError
 */
function refuseUnknown(names: readonly string[], files: readonly string[]): void {
  const unknown = names.find((name) => !files.some((path) => path.includes(name)));
  if (unknown !== undefined)
    throw new UsageError(
      `no test file has "${unknown}" in its name; \`npm test\` runs all, \`npm test -- NAME\` those with NAME in their path`,
    );
}

/** Whether tests will run that need a browser. */
const needBrowser = (names: readonly string[], files: readonly string[]): boolean =>
  names.length === 0 ||
  files.some(
    (path) => path.startsWith(join('tests', 'browser')) && names.some((name) => path.includes(name)),
  );

/** Installs what the tests need that will run. Returns their environment. */
function prepare(needsBrowser: boolean): Record<string, string> {
  // These install system packages, so they run only if an engine is required that needs them.
  if (process.env.TRAINMARK_REQUIRE?.includes('webgpu')) prepareLavapipe();
  if (process.env.TRAINMARK_REQUIRE?.includes('mlx')) prepareBlas();
  if (!needsBrowser) return softwareVulkan(installedChromium());
  prepareFirefox();
  return softwareVulkan(prepareChromium());
}

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

const tests = (report: string, names: readonly string[]): Step => ({
  name: 'unit, whole-path and browser tests',
  script: 'node_modules/vitest/vitest.mjs',
  arguments: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...names],
});

async function run(): Promise<number> {
  const program = createProgram(
    'npm test --',
    'Checks types, lint and format and runs all tests; with names only the tests whose path contains one of them.',
  ).argument('[names...]', 'for example: readme runner/plan');
  const names = program.parse().args;
  const files = testFiles();
  refuseUnknown(names, files);
  const environment = prepare(needBrowser(names, files));
  const folder = mkdtempSync(join(tmpdir(), 'trainmark-tests-'));
  try {
    const report = join(folder, 'report.json');
    const steps = [...(names.length > 0 ? [] : checks), tests(report, names)];
    const failed: string[] = [];
    for (const step of steps) if (!(await passes(step, environment))) failed.push(step.name);
    // Vitest writes none if it cannot start, and has said why.
    if (existsSync(report)) console.log(`\n${closingLines(readFileSync(report, 'utf8'), root).join('\n')}`);
    if (failed.length > 0) console.error(`trainmark: these checks failed: ${failed.join('; ')}`);
    return failed.length > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await runProgram(run);
