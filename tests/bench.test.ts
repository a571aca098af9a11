/** @file The real command, run as a person runs it: first with fake engines that break in every way, then with a real one. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSubmission } from '../data/contract/parse.ts';
import type { Submission } from '../data/contract/submission.ts';

const root = resolve(import.meta.dirname, '..');
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const fakeBench = join(root, 'tests/fixtures/fake-bench.ts');
const realBench = join(root, 'runner/main.ts');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainmark-bench-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface Options {
  entry?: string;
  behaviour?: Record<string, string>;
  environment?: Record<string, string>;
  /** Of the user that runs it. */
  uid?: number;
  /** What to do as soon as the output holds a text, each once. */
  when?: Record<string, (child: ChildProcess) => void>;
}

async function bench(line: string, options: Options = {}): Promise<Ended> {
  const { entry = fakeBench, behaviour = {}, environment = {}, uid, when = {} } = options;
  const child = spawn(process.execPath, ['--import', loader, entry, ...line.split(' ').filter(Boolean)], {
    // Anywhere: the command may not depend on the folder it is started in.
    cwd: tmpdir(),
    env: { ...process.env, NO_COLOR: '1', FAKE_BEHAVIOUR: JSON.stringify(behaviour), ...environment },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const ended: Ended = { code: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (ended.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (ended.stderr += text));
  const waiting = new Map(Object.entries(when));
  child.stdout.on('data', () => {
    for (const [text, act] of waiting) {
      if (!ended.stdout.includes(text)) continue;
      waiting.delete(text);
      act(child);
    }
  });
  [ended.code] = await once(child, 'close');
  return ended;
}

/** The one submission below a folder. */
function readSubmission(out: string): Submission {
  const suite = join(out, 'suite-1');
  const names = readdirSync(suite);
  expect(names).toEqual([expect.stringMatching(/^[a-z0-9-]+--\d{4}-\d\d-\d\d--[0-9a-f]{8}\.json$/)]);
  const parsed = parseSubmission(readFileSync(join(suite, names[0]!)), names[0]!);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

const statuses = ({ results }: Submission) =>
  Object.fromEntries(results.map(({ cell, outcome }) => [cell.workload, outcome.status]));

/** Processes that run a worker of these tests. */
function workersOf(log: string): string[] {
  return readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .filter((id) => {
      const state = spawnSync('ps', ['-o', 'stat=', '-p', id], { encoding: 'utf8' }).stdout.trim();
      return state !== '' && !state.startsWith('Z');
    });
}

describe('bench', () => {
  it('measures, prints a table, a chart and the speedup, and writes one valid file', async () => {
    const out = join(folder, 'fine');
    const { code, stdout, stderr } = await bench(`--preset quick --recipe naive --out ${out}`);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/vgg16-cifar100 +naive +tfjs-wasm +cpu +128 +3\.93 s\/epoch +219\.\d+x/);
    expect(stdout).toContain('log scale');
    expect(stdout).toContain(`Written: ${out}`);
    expect(stdout).toContain('"SwiftShader Device" is emulated by the CPU');
    const submission = readSubmission(out);
    expect(submission).toMatchObject({ interrupted: false, preset: 'quick', runner: { origin: 'cli' } });
    expect(statuses(submission)).toEqual({
      'vgg16-cifar100': 'ok',
      'mnist-cnn': 'ok',
      'fashion-cnn': 'ok',
      matmul: 'ok',
    });
  });

  it('goes on after workers that crash, print rubbish or run out of memory, and tells the reasons', async () => {
    const out = join(folder, 'faults');
    const behaviour = { 'mnist-cnn': 'crash', 'fashion-cnn': 'rubbish', matmul: 'array-buffer' };
    const { code, stdout } = await bench(`--preset quick --recipe naive --out ${out}`, { behaviour });
    expect(code).toBe(0);
    expect(stdout).toContain(
      'failed: the worker ended with exit code 1; it said: Error: the kernel is not registered',
    );
    expect(statuses(readSubmission(out))).toEqual({
      'vgg16-cifar100': 'ok',
      'mnist-cnn': 'failed',
      'fashion-cnn': 'failed',
      matmul: 'out-of-memory',
    });
  });

  it('ends with 1 where nothing could be measured, and still writes what was tried', async () => {
    const out = join(folder, 'nothing');
    const { code } = await bench(`--preset smoke --workload matmul --out ${out}`, {
      behaviour: { matmul: 'exit-3' },
    });
    expect(code).toBe(1);
    expect(statuses(readSubmission(out))).toEqual({ matmul: 'failed' });
  });

  it('prints only JSON events with --json', async () => {
    const out = join(folder, 'json');
    const { code, stdout } = await bench(`--preset smoke --json --workload matmul,mnist-cnn --out ${out}`);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(events.map(({ event }) => event)).toEqual([
      'plan',
      'begin',
      'progress',
      'end',
      'begin',
      'progress',
      'end',
      'finished',
    ]);
    expect(events.at(-1)).toMatchObject({
      interrupted: false,
      results: [{ status: 'ok' }, { status: 'ok' }],
    });
    expect(existsSync(events.at(-1).path)).toBe(true);
  });

  it('repeats every cell in the standard preset and looks for throttling', async () => {
    const out = join(folder, 'standard');
    const { code, stdout } = await bench(
      `--preset standard --workload mnist-cnn --recipe naive --out ${out}`,
    );
    expect([code, stdout]).toEqual([0, expect.stringMatching(/±0 % +3 +1\.44x/)]);
    const { conditions, results } = readSubmission(out);
    expect(conditions.throttled).toBe(false);
    expect(results).toHaveProperty('0.outcome.repetitions.length', 3);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'keeps what is finished at %s, ends with 130 and leaves no process behind',
    async (signal) => {
      const out = join(folder, signal);
      const log = join(folder, `${signal}.log`);
      const { code, stdout } = await bench(`--preset smoke --workload matmul --recipe all --out ${out}`, {
        behaviour: { matmul: 'ok-then-hang' },
        environment: { FAKE_LOG: log, FAKE_ONCE: join(folder, `${signal}.once`) },
        when: { '[2/2]': (child) => child.kill(signal) },
      });
      expect(code).toBe(130);
      expect(stdout).toContain('stopping; what is finished is kept');
      const submission = readSubmission(out);
      expect(submission.interrupted).toBe(true);
      expect(submission.conditions.throttled).toBeNull();
      expect(submission.results.map(({ outcome }) => outcome.status).toSorted()).toEqual(['ok', 'skipped']);
      expect(workersOf(log)).toEqual([]);
    },
  );

  it('ends at once at the second Ctrl-C, and takes its worker along', async () => {
    const log = join(folder, 'twice.log');
    const { code, stdout } = await bench(
      `--preset smoke --json --workload matmul --out ${join(folder, 'twice')}`,
      {
        behaviour: { matmul: 'deaf-hang' },
        environment: { FAKE_LOG: log },
        when: {
          '"progress"': (child) => child.kill('SIGINT'),
          stopping: (child) => setTimeout(() => child.kill('SIGINT'), 600),
        },
      },
    );
    expect(code).toBe(130);
    expect(stdout).not.toContain('"event":"finished"');
    expect(workersOf(log)).toEqual([]);
  });

  it('leaves its results behind when it is killed, and the next run and the doctor name them', async () => {
    const out = join(folder, 'killed');
    await bench(`--preset smoke --workload matmul --recipe all --out ${out}`, {
      behaviour: { matmul: 'ok-then-hang' },
      environment: { FAKE_ONCE: join(folder, 'killed.once') },
      when: { '[2/2]': (child) => child.kill('SIGKILL') },
    });
    const [left] = readdirSync(join(out, 'suite-1'));
    expect(left).toMatch(/\.json\.partial$/);
    const path = join(out, 'suite-1', left!);
    expect(parseSubmission(readFileSync(path), path)).toMatchObject({
      ok: true,
      value: { interrupted: true },
    });
    const next = await bench(`--preset smoke --workload matmul --out ${out}`);
    expect(next.stdout).toContain(`A run that was killed left ${path}`);
    expect((await bench(`doctor --out ${out}`)).stdout).toContain(path);
    expect(existsSync(path)).toBe(true);
  });

  it('sends the results elsewhere where the folder fails in the middle, and says where', async () => {
    const out = join(folder, 'vanishes');
    const rescue = mkdtempSync(join(folder, 'tmp-'));
    const { code, stdout } = await bench(`--preset smoke --out ${out}`, {
      environment: { TMPDIR: rescue },
      behaviour: { 'mnist-cnn': 'slow', 'fashion-cnn': 'slow', matmul: 'slow' },
      when: {
        '[1/3]': () => {
          rmSync(out, { recursive: true });
          writeFileSync(out, 'in the way');
        },
      },
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /cannot write into .*vanishes any more: a part of the path is a file; the results go to /,
    );
    expect(Object.values(statuses(readSubmission(join(rescue, 'trainmark-submissions'))))).toEqual([
      'ok',
      'ok',
      'ok',
    ]);
  });
});

describe('bad input', () => {
  it.each([
    [
      '--workload vgg17',
      /^trainmark: unknown workload "vgg17" \(did you mean "vgg16-cifar100"\?\); use one of: .*matmul$/,
    ],
    ['--engine wasm', /^trainmark: unknown engine "wasm".*tfjs-wasm$/],
    ['--dtype int8', /^trainmark: unknown dtype "int8".*float32, float16, bfloat16$/],
    ['--workload matmul --size 0', /^trainmark: --size "0" is not a whole number from 1 to 65536$/],
    ['--frobnicate', /^trainmark: unknown option '--frobnicate'/],
  ])('%s ends with 2 and one line', async (line, message) => {
    const { code, stdout, stderr } = await bench(`${line} --out ${join(folder, 'unused')}`);
    expect(stderr.trimEnd()).toMatch(message);
    expect([code, stdout, existsSync(join(folder, 'unused'))]).toEqual([2, '', false]);
  });

  it('a read-only folder is found before anything is measured', async () => {
    const out = mkdtempSync(join(folder, 'read-only-'));
    chmodSync(folder, 0o755);
    chmodSync(out, 0o555);
    // Permissions do not bind root: the command then runs as nobody.
    const options = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    const { code, stdout, stderr } = await bench(`--preset smoke --out ${out}`, options);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `trainmark: cannot write into ${out}: permission is denied; choose another folder with --out\n`,
    );
  });

  it('a disk that takes no more is found before anything is measured', () => {
    const out = join(folder, 'full');
    // A file-size limit refuses the write in the same call as a full disk does.
    const script = 'ulimit -f 64; exec "$0" "$@"';
    const command = [process.execPath, '--import', loader, fakeBench, '--preset', 'smoke', '--out', out];
    const run = spawnSync('bash', ['-c', script, ...command], { encoding: 'utf8' });
    expect([run.status, run.stdout]).toEqual([1, '']);
    expect(run.stderr).toMatch(/^trainmark: cannot write into .*full: files may not grow so large here.*\n$/);
    expect(readdirSync(join(out, 'suite-1'))).toEqual([]);
  });
});

describe('list and doctor', () => {
  it('say what can run, and for the rest why not and how to mend it', async () => {
    const behaviour = { probe: 'unavailable' };
    const { code, stdout } = await bench('list', { behaviour });
    expect(code).toBe(0);
    expect(stdout).toContain('tfjs-wasm: it is only a fake');
    expect(stdout).toContain('to mend it: write a real one');
    const { abilities } = JSON.parse((await bench('list --json')).stdout);
    expect(abilities).toContainEqual({
      engine: 'tfjs-webgpu',
      workload: 'matmul',
      devices: ['gpu (software)'],
      recipes: ['naive', 'optimized'],
      dtypes: ['float32', 'float16'],
      why: null,
      mend: null,
    });
  });

  it('describe the machine and label an emulated GPU', async () => {
    const { code, stdout } = await bench('doctor');
    expect(code).toBe(0);
    expect(stdout).toMatch(/SwiftShader Device through vulkan, emulated by the CPU \(software\)/);
    const blocked = join(import.meta.filename, 'x');
    const { machine, problems, results } = JSON.parse((await bench(`doctor --json --out ${blocked}`)).stdout);
    expect(results).toEqual({ folder: blocked, writable: false });
    expect(machine.cpu.logicalCores).toBeGreaterThan(0);
    expect(problems).toContainEqual(expect.stringContaining('never ranked as a GPU'));
  });
});

describe('a real engine', () => {
  it('tfjs-wasm multiplies matrices and trains a net, checked, in a valid file', async () => {
    const out = join(folder, 'real');
    const line = `--preset smoke --engine tfjs-wasm --workload matmul,mnist-cnn --size 64 --batch 8 --repeat 2 --out ${out}`;
    const { code, stdout } = await bench(line, { entry: realBench });
    expect([code, stdout]).toEqual([0, expect.stringContaining('s/epoch')]);
    for (const { outcome } of readSubmission(out).results) {
      expect(outcome).toMatchObject({
        status: 'ok',
        check: { passed: true },
        repetitions: [{ samplesThinned: 0 }],
      });
      expect(outcome.status === 'ok' && outcome.repetitions[0]?.samplesNs).toHaveLength(2);
    }
  });
});
