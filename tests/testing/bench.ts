/**
 * @file Runs the real command as a user does, in a process of its own, with fake engines (fake-bench.ts) unless a test names
 * another entry.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect } from 'vitest';
import { parseSubmission } from '../../data/contract/parse.ts';
import type { Submission } from '../../data/contract/submission.ts';

const root = resolve(import.meta.dirname, '../..');
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const fakeBench = join(import.meta.dirname, 'fake-bench.ts');

/** The entry with the real engines. */
export const realBench = join(root, 'runner/main.ts');

/** Program and arguments of the command. */
export const commandOf = (words: readonly string[], entry = fakeBench): [string, ...string[]] => [
  process.execPath,
  ...['--import', loader, entry],
  ...words,
];

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Options {
  entry?: string;
  behaviour?: Record<string, string>;
  environment?: Record<string, string>;
  /** Id of the user that runs the command. */
  uid?: number;
  /** Actions to run once, as soon as the output contains a text. */
  when?: Record<string, (child: ChildProcess) => void>;
}

/** The command in a folder of the current attempt of a test. */
export interface FileBench {
  /** What a failed attempt left must not decide the next, so each has its own. */
  readonly folder: string;
  /** Runs the command with a line of words. Rejects with what an action of `when` throws. */
  bench(line: string, options?: Options): Promise<Ended>;
}

/** Registers the hooks; call it once, at the top of a file. */
export function fileBench(): FileBench {
  let folder: string;
  const running = new Set<ChildProcess>();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trainmark-bench-'));
  });
  afterEach(async () => {
    // A test that failed may have left runs, which would hold the lock and write into the folder.
    const ended = [...running].map((child) => once(child, 'close'));
    for (const child of running) child.kill('SIGKILL');
    await Promise.all(ended);
    // The worker of a run that was killed ends a moment later.
    rmSync(folder, { recursive: true, maxRetries: 10 });
  });

  async function bench(line: string, options: Options = {}): Promise<Ended> {
    const { entry, behaviour = {}, environment = {}, uid, when = {} } = options;
    const [program, ...words] = commandOf(line.split(' ').filter(Boolean), entry);
    const child = spawn(program, words, {
      // The command must not depend on the working directory.
      cwd: tmpdir(),
      env: {
        ...process.env,
        NO_COLOR: '1',
        FAKE_BEHAVIOUR: JSON.stringify(behaviour),
        // Runs of other tests, and of whoever tests, are no business of this one.
        TRAINMARK_LOCK: basename(folder),
        ...environment,
      },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    running.add(child);
    child.once('close', () => running.delete(child));
    const ended: Ended = { code: null, stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => (ended.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (ended.stderr += text));
    const waiting = new Map(Object.entries(when));
    const failure = new Promise<never>((_, reject) => {
      child.stdout.on('data', () => {
        for (const [text, act] of waiting) {
          if (!ended.stdout.includes(text)) continue;
          waiting.delete(text);
          try {
            act(child);
          } catch (error) {
            reject(error);
          }
        }
      });
    });
    [ended.code] = await Promise.race([once(child, 'close'), failure]);
    return ended;
  }

  return {
    get folder() {
      return folder;
    },
    bench,
  };
}

/** The only file below a folder. */
export function onlyFile(out: string): string {
  const names = readdirSync(join(out, 'suite-1'));
  expect(names).toHaveLength(1);
  return join(out, 'suite-1', names[0]!);
}

/** The only submission below a folder. */
export function readSubmission(out: string): Submission {
  const path = onlyFile(out);
  expect(basename(path)).toMatch(/^[a-z0-9-]+--\d{4}-\d\d-\d\d--[0-9a-f]{8}\.json$/);
  const parsed = parseSubmission(readFileSync(path), path);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

export const statuses = ({ results }: Submission) =>
  Object.fromEntries(results.map(({ cell, outcome }) => [cell.workload, outcome.status]));

/** Batch and status of each cell of a submission that runs forward. */
export const batchStatuses = ({ results }: Submission) =>
  results
    .filter(({ cell }) => cell.mode === 'infer')
    .map(({ cell, outcome }) => [cell.batchSize, outcome.status] as const)
    .toSorted(([a], [b]) => (a ?? 0) - (b ?? 0));

/** Ids of the processes that a fake worker noted (FAKE_LOG) and that still run. */
export function workersOf(log: string): string[] {
  return readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .filter((id) => {
      const state = spawnSync('ps', ['-o', 'stat=', '-p', id], { encoding: 'utf8' }).stdout.trim();
      return state !== '' && !state.startsWith('Z');
    });
}
