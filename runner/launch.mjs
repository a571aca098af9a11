/**
 * @file Starts a TypeScript entry point on a fresh clone: installs missing packages, then runs it on the pinned Node.
 * Plain JavaScript without dependencies, because it runs before anything is installed, on any Node from 20 on.
 *
 *     node runner/launch.mjs [OPTION OF NODE ...] ENTRY.ts [ARGUMENT ...]
 *
 * Exits with the entry point's exit code, or with 2 if the installation failed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeOptions } from './node-options.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const pinnedNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** The minimum for Astro and Vitest; checked only if the pinned Node could not be installed. */
const OLDEST_NODE = [22, 12];

function fail(message) {
  console.error(`trainmark: ${message}`);
  process.exit(2);
}

/** Whether node_modules has the locked version of every package in the lock file. Optional packages may be missing. */
function installed() {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const have = JSON.parse(readFileSync(record, 'utf8')).packages;
  const want = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(want).every(
    ([path, entry]) => path === '' || entry.optional || have[path]?.version === entry.version,
  );
}

/**
 * Finds a Node outside node_modules. `npm run` puts the pinned one first on the PATH, and an installation may replace
 * that file while it runs.
 */
function hostNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const folders = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'));
  return folders.map((folder) => join(folder, name)).find(existsSync) ?? process.execPath;
}

/** Runs the npm that started this process. Its output is shown only if it fails. */
function npm(...commandArguments) {
  const cli = process.env.npm_execpath;
  const [command, prefix] = cli ? [hostNode(), [cli]] : ['npm', []];
  const run = spawnSync(command, [...prefix, ...commandArguments], {
    cwd: root,
    encoding: 'utf8',
    shell: !cli && process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.status === 0) return;
  const lines = `${run.stderr ?? ''}`.split('\n').filter((line) => /npm (error|ERR)/.test(line));
  console.error(lines.slice(0, 8).join('\n'));
  fail(
    `npm ${commandArguments.join(' ')} failed (${run.error?.message ?? `exit ${run.status}`}); check the network and the free disk space, then run this again`,
  );
}

/**
 * Installs without install scripts, which would download half a gigabyte for an optional engine. An outdated
 * node_modules is updated in place, which keeps what `bench setup` built in it.
 */
function install() {
  const verb = existsSync(modules) ? ['install', '--no-save'] : ['ci'];
  console.error(`Installing packages (npm ${verb[0]}), about a minute ...`);
  npm(...verb, '--ignore-scripts', '--no-fund', '--no-audit');
}

function findNode() {
  if (!existsSync(pinnedNode)) npm('rebuild', 'node', '--foreground-scripts');
  if (existsSync(pinnedNode)) return pinnedNode;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]))
    return process.execPath;
  return fail(
    `the pinned Node could not be installed for this platform; install Node ${OLDEST_NODE.join('.')} or newer`,
  );
}

/** Runs the entry point in this terminal. Forwards signals to it and waits until it has exited. */
function runEntry(node, ownOptions, entry, rest) {
  // The pinned Node reads TypeScript itself; one of the host may be older.
  const options = [...nodeOptions(node !== process.execPath || process.features.typescript), ...ownOptions];
  const environment = {
    ...process.env,
    // Where npm was started; without npm, where this was.
    INIT_CWD: process.env.INIT_CWD || process.cwd(),
    PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH}`,
  };
  const child = spawn(node, [...options, entry, ...rest], {
    cwd: root,
    stdio: 'inherit',
    env: environment,
  });
  // Ctrl-C in a terminal reaches the whole process group; signals sent only to this process are forwarded.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`could not start ${node}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
}

const words = process.argv.slice(2);
const place = words.findIndex((word) => !word.startsWith('-'));
if (place < 0) fail('usage: node runner/launch.mjs [OPTION OF NODE ...] ENTRY.ts [ARGUMENT ...]');
if (!installed()) install();
runEntry(findNode(), words.slice(0, place), resolve(root, words[place]), words.slice(place + 1));
