/** @file Runs the real command as a user does: first with fake engines that fail in every way, then with a real one. */
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
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseSubmission } from '../data/contract/parse.ts';
import type { Submission } from '../data/contract/submission.ts';

const root = resolve(import.meta.dirname, '..');
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const fakeBench = join(root, 'tests/testing/fake-bench.ts');
const realBench = join(root, 'runner/main.ts');

/** Each attempt of a test has its own: what a failed one left must not decide the next. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainmark-bench-'));
});
// The worker of a run that was killed ends a moment later.
afterEach(() => rmSync(folder, { recursive: true, maxRetries: 10 }));

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface Options {
  entry?: string;
  behaviour?: Record<string, string>;
  environment?: Record<string, string>;
  /** Id of the user that runs the command. */
  uid?: number;
  /** Actions to run once, as soon as the output contains a text. */
  when?: Record<string, (child: ChildProcess) => void>;
}

async function bench(line: string, options: Options = {}): Promise<Ended> {
  const { entry = fakeBench, behaviour = {}, environment = {}, uid, when = {} } = options;
  const child = spawn(process.execPath, ['--import', loader, entry, ...line.split(' ').filter(Boolean)], {
    // The command must not depend on the working directory.
    cwd: tmpdir(),
    env: {
      ...process.env,
      NO_COLOR: '1',
      FAKE_BEHAVIOUR: JSON.stringify(behaviour),
      // Other runs on this machine, of whoever tests, are no business of these tests.
      TRAINMARK_LOCK: `test-${process.pid}`,
      ...environment,
    },
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

/** The only submission below a folder. */
function readSubmission(out: string): Submission {
  const suite = join(out, 'suite-1');
  const names = readdirSync(suite);
  expect(names).toEqual([expect.stringMatching(/^[a-z0-9-]+--\d{4}-\d\d-\d\d--[0-9a-f]{8}\.json$/)]);
  const parsed = parseSubmission(readFileSync(join(suite, names[0]!)), names[0]!);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

/** The only file below a folder. */
function onlyFile(out: string): string {
  const names = readdirSync(join(out, 'suite-1'));
  expect(names).toHaveLength(1);
  return join(out, 'suite-1', names[0]!);
}

/** Named explicitly, so that they are measured no matter how slow this machine is expected to be. */
const seeds = 'vgg16-cifar100,mnist-cnn,fashion-cnn,matmul';

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
  it('measures equal GPUs one by one, each alone, and writes nothing that identifies a board', async () => {
    const out = join(folder, 'two');
    const line = `--preset smoke --workload mnist-cnn --mode infer --recipe naive --batch 8 --out ${out}`;
    const two = { behaviour: { gpu: 'two' } };
    const { code, stdout } = await bench(`${line} --device all`, two);
    expect(code).toBe(0);
    expect(stdout).toContain('tfjs-webgpu on gpu 1 (Fake GPU)');
    const { results } = readSubmission(out);
    const found = results.map(({ cell: { device }, outcome }) => [
      device.kind,
      device.index,
      outcome.status === 'ok' && outcome.observed.layout,
    ]);
    expect(found.toSorted()).toEqual([
      ['cpu', undefined, 'cpu'],
      ['gpu', 0, 'gpu 0'],
      ['gpu', 1, 'gpu 1'],
    ]);
    expect(readFileSync(onlyFile(out), 'utf8')).not.toMatch(/uuid|1111-2222/);

    const refused = await bench(`${line} --device fake`, two);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(
      /^trainmark: --device "fake": .*0 \(Fake GPU\), 1 \(Fake GPU\), cpu .*\n$/,
    );
  });

  it('measures, prints a table, a chart and the speedup, and writes one valid file', async () => {
    const out = join(folder, 'fine');
    const { code, stdout, stderr } = await bench(
      `--preset quick --recipe naive --mode train,op --workload ${seeds} --out ${out}`,
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/vgg16-cifar100 +naive +128 +3\.93 +12720 +219\.\d+x/);
    expect(stdout).toContain('log scale');
    expect(stdout).toContain(`Results: ${out}`);
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

  it('continues after workers that crash, print garbage or run out of memory, and reports the reasons', async () => {
    const out = join(folder, 'faults');
    const behaviour = { 'mnist-cnn': 'crash', 'fashion-cnn': 'rubbish', matmul: 'array-buffer' };
    const { code, stdout } = await bench(
      `--preset quick --recipe naive --mode train,op --workload ${seeds} --out ${out}`,
      { behaviour },
    );
    expect(code).toBe(0);
    expect(stdout).toContain(
      'failed: the worker exited with code 1; last output: Error: the kernel is not registered',
    );
    expect(statuses(readSubmission(out))).toEqual({
      'vgg16-cifar100': 'ok',
      'mnist-cnn': 'failed',
      'fashion-cnn': 'failed',
      matmul: 'out-of-memory',
    });
  });

  it('exits with 1 if nothing could be measured, writes no file and says so', async () => {
    const out = join(folder, 'nothing');
    const { code, stdout } = await bench(`--preset smoke --workload matmul --out ${out}`, {
      behaviour: { matmul: 'exit-3' },
    });
    expect(code).toBe(1);
    expect(stdout).toContain('Nothing was measured, so no result file was written.');
    expect(readdirSync(join(out, 'suite-1'))).toEqual([]);
  });

  it('writes a file that ingest accepts, whatever paths and names its engines print', async () => {
    const out = join(folder, 'paths');
    const { code, stdout } = await bench(
      `--preset smoke --workload matmul,mnist-cnn --mode infer,op --out ${out}`,
      {
        behaviour: { matmul: 'says-paths' },
        environment: { HOME: '/home/jane', USER: 'jane' },
      },
    );
    expect([code, stdout]).toEqual([0, expect.stringContaining('To publish it, copy it to')]);
    expect(statuses(readSubmission(out))).toEqual({ 'mnist-cnn': 'ok', matmul: 'failed' });
    expect(readFileSync(onlyFile(out), 'utf8')).not.toMatch(/jane|Doe|Users/i);
  });

  it('does not call a file ready to publish that ingest would refuse', async () => {
    const out = join(folder, 'refused');
    const line = `--preset smoke --workload matmul --engine tfjs-wasm --out ${out}`;
    const { stdout } = await bench(line, { behaviour: { cpu: 'contradictory' } });
    expect(stdout).toContain(`Results: ${onlyFile(out)}`);
    expect(stdout).toMatch(
      /ingest would refuse it:\n(?: {2}.*\n)* {2}results\.0: a CPU has the API "none", not "cuda"/,
    );
    expect(stdout).not.toContain('To publish it');
  });

  it('prints only JSON events with --json', async () => {
    const out = join(folder, 'json');
    const { code, stdout } = await bench(
      `--preset smoke --json --mode train,op --workload matmul,mnist-cnn --out ${out}`,
    );
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
      findings: { ladders: [], scalings: [], ratios: [] },
    });
    expect(existsSync(events.at(-1).path)).toBe(true);
  });

  it('repeats every cell in the standard preset and looks for throttling', async () => {
    const out = join(folder, 'standard');
    const { code, stdout } = await bench(
      `--preset standard --workload mnist-cnn --recipe naive --mode train --out ${out}`,
    );
    expect([code, stdout]).toEqual([0, expect.stringMatching(/±0\.0% of 3 +1\.44x/)]);
    const { conditions, results } = readSubmission(out);
    expect(conditions).toMatchObject({
      throttled: false,
      bookend: { size: 1024, openingNs: expect.any(Number) },
    });
    expect(results).toHaveProperty('0.outcome.repetitions.length', 3);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'on %s keeps finished results, exits with 130 and leaves no process running',
    async (signal) => {
      const out = join(folder, signal);
      const log = join(folder, `${signal}.log`);
      const { code, stdout } = await bench(`--preset smoke --workload matmul --recipe all --out ${out}`, {
        behaviour: { matmul: 'ok-then-hang' },
        environment: { FAKE_LOG: log, FAKE_ONCE: join(folder, `${signal}.once`) },
        when: { '[2/2]': (child) => child.kill(signal) },
      });
      expect(code).toBe(130);
      expect(stdout).toContain('stopping; finished results are kept');
      const submission = readSubmission(out);
      expect(submission.interrupted).toBe(true);
      expect(submission.conditions.throttled).toBeNull();
      expect(submission.results.map(({ outcome }) => outcome.status).toSorted()).toEqual(['ok', 'skipped']);
      expect(workersOf(log)).toEqual([]);
    },
  );

  it('exits at once on the second Ctrl-C and kills its worker', async () => {
    const log = join(folder, 'twice.log');
    const { code, stdout } = await bench(
      `--preset smoke --json --workload matmul --out ${join(folder, 'twice')}`,
      {
        behaviour: { matmul: 'deaf-hang' },
        environment: { FAKE_LOG: log },
        when: {
          '"progress"': (child) => child.kill('SIGINT'),
          // Signals soon after the first count as the same Ctrl-C; a while later its worker is killed anyway.
          stopping: (child) => {
            const again = setInterval(() => child.kill('SIGINT'), 100);
            child.once('close', () => clearInterval(again));
          },
        },
      },
    );
    expect(code).toBe(130);
    expect(stdout).not.toContain('"event":"finished"');
    expect(workersOf(log)).toEqual([]);
  });

  it('leaves its results when it is killed, and the next run and `doctor` report them', async () => {
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
    expect(next.stdout).toContain(`A killed run left ${path}`);
    expect((await bench(`doctor --out ${out}`)).stdout).toContain(path);
    expect(existsSync(path)).toBe(true);
  });

  it('writes the results elsewhere if the folder fails during the run, and reports the path', async () => {
    const out = join(folder, 'vanishes');
    const rescue = mkdtempSync(join(folder, 'tmp-'));
    const { code, stdout } = await bench(`--preset smoke --workload mnist-cnn,matmul --out ${out}`, {
      environment: { TMPDIR: rescue },
      behaviour: { 'mnist-cnn': 'slow', matmul: 'slow' },
      when: {
        '[1/3]': () => {
          rmSync(out, { recursive: true });
          writeFileSync(out, 'in the way');
        },
      },
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /cannot write to .*vanishes any more: a part of the path is a file; the results go to /,
    );
    const { results } = readSubmission(join(rescue, 'trainmark-submissions'));
    expect(results.map(({ outcome }) => outcome.status)).toEqual(['ok', 'ok', 'ok']);
  });
});

describe('two runs on one machine', () => {
  const line = '--preset smoke --workload matmul --recipe all';

  it('notice each other, and --wait starts the second when the first has ended', async () => {
    const environment = { TRAINMARK_LOCK: `test-two-${process.pid}` };
    const [first, refused, waited] = ['first', 'refused', 'waited'].map((name) =>
      join(folder, `two-${name}`),
    );
    let second: Promise<Ended> | null = null;
    let third: Promise<Ended> | null = null;
    let lists: Promise<Ended> | null = null;
    const { code } = await bench(`${line} --out ${first}`, {
      environment: { ...environment, FAKE_ONCE: join(folder, 'two.once') },
      behaviour: { matmul: 'ok-then-hang' },
      when: {
        '[2/2]': (child) => {
          second = bench(`${line} --out ${refused}`, { environment });
          lists = bench('list --json', { environment });
          // Ends the first run, so it starts after the others have met that run.
          third = Promise.all([second, lists]).then(() =>
            bench(`${line} --wait --out ${waited}`, {
              environment,
              when: { 'waiting until it has ended': () => child.kill('SIGKILL') },
            }),
          );
        },
      },
    });
    expect(code).toBeNull();
    expect(await second).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^trainmark: another run measures on this machine \(started \d\d:\d\d\): wait until it has ended, or use --wait\n$/,
      ),
    });
    expect(await lists).toMatchObject({ code: 0, stderr: '' });
    expect(await third).toMatchObject({ code: 0, stderr: '' });
    expect(statuses(readSubmission(waited!))).toEqual({ matmul: 'ok' });
  });
});

/** Batch and status of each cell of a submission that runs forward. */
const batchStatuses = ({ results }: Submission) =>
  results
    .filter(({ cell }) => cell.mode === 'infer')
    .map(({ cell, outcome }) => [cell.batchSize, outcome.status] as const)
    .toSorted(([a], [b]) => (a ?? 0) - (b ?? 0));

describe('a batch sweep', () => {
  const line = '--preset standard --mode infer --workload mnist-cnn --engine tfjs-wasm --repeat 3';

  it('continues while the throughput grows, and reports the best', async () => {
    const out = join(folder, 'ladder');
    const { code, stdout } = await bench(`${line} --out ${out}`);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/mnist-cnn +optimized +962\.\d +256 +256 +9\n/),
    ]);
    expect(batchStatuses(readSubmission(out)).map(([batch]) => batch)).toEqual([
      1, 2, 4, 8, 16, 32, 64, 128, 256,
    ]);
  });

  it.each([
    ['runs out of memory', 'says-out-of-memory', 'out-of-memory', /batch 64: the GPU has 8 GiB/],
    ['dies', 'segfault', 'failed', /batch 64: the worker/],
  ])('ends at a batch that %s, and the run continues', async (_, behaviour, status, pattern) => {
    const out = join(folder, `ladder-${behaviour}`);
    const { code, stdout } = await bench(`${line} --out ${out}`, {
      behaviour: { 'mnist-cnn/b64': behaviour },
    });
    expect([code, stdout]).toEqual([0, expect.stringMatching(pattern)]);
    const submission = readSubmission(out);
    expect(submission.interrupted).toBe(false);
    expect(batchStatuses(submission).at(-1)).toEqual([64, status]);
    expect(
      batchStatuses(submission)
        .slice(0, -1)
        .every(([, one]) => one === 'ok'),
    ).toBe(true);
  });

  it('finds the largest batch on a GPU with single samples', async () => {
    const out = join(folder, 'ladder-gpu');
    const { stdout } = await bench(`${line.replace('tfjs-wasm', 'tfjs-webgpu')} --out ${out}`, {
      behaviour: { gpu: 'hardware', 'mnist-cnn/b1024': 'says-out-of-memory' },
    });
    expect(stdout).toMatch(/mnist-cnn +optimized +962\.\d +256 +512 +10\n/);
    const { results } = readSubmission(out);
    const of = (batch: number) => results.find(({ cell }) => cell.batchSize === batch)?.outcome;
    expect(of(256)).toHaveProperty('repetitions.0.samplesNs.length', 3);
    expect(of(512)).toMatchObject({ status: 'ok', repetitions: [{ warmUpSteps: 0, samplesThinned: 0 }] });
    expect(of(512)).toHaveProperty('repetitions.0.samplesNs.length', 1);
    expect(of(1024)).toEqual({ status: 'out-of-memory', reason: 'the GPU has 8 GiB', repetitions: [] });
  });
});

describe('--resume', () => {
  const line = '--preset standard --mode infer --workload mnist-cnn --engine tfjs-wasm';
  /** Later workers hang, so that the run is always interrupted at the same place. */
  const answers = (count: number, name: string): Options => ({
    behaviour: { 'mnist-cnn': 'ok-then-hang' },
    environment: { FAKE_ONCE: join(folder, `${name}.once`), FAKE_ANSWERS: String(count) },
  });

  it('finishes an interrupted run with the same cells, and loses or repeats no repetition', async () => {
    const out = join(folder, 'resume');
    const first = await bench(`${line} --price-per-hour 0.5 --out ${out}`, {
      ...answers(3, 'resume'),
      when: { '[4/6]': (child) => child.kill('SIGINT') },
    });
    expect(first.code).toBe(130);
    const before = readSubmission(out);
    const kept = before.results.flatMap(({ outcome }) =>
      'repetitions' in outcome ? outcome.repetitions : [],
    );
    expect([before.interrupted, kept.length]).toEqual([true, 3]);
    const again = /To resume the run:\n {2}npm run bench -- (.*)\n/.exec(first.stdout)?.[1] ?? '';
    expect(again).toBe(`${line} --price-per-hour 0.5 --out ${out} --resume ${onlyFile(out)}`);

    const { code, stdout } = await bench(again);
    expect([code, stdout]).toEqual([0, expect.stringContaining('Resuming the interrupted run of')]);
    const after = readSubmission(out);
    expect(after).toMatchObject({
      interrupted: false,
      seed: before.seed,
      startedAt: before.startedAt,
      resumedAt: [expect.any(String)],
      pricePerHourUsd: 0.5,
      conditions: { bookend: { openingNs: before.conditions.bookend?.openingNs } },
    });
    expect(batchStatuses(after).map(([batch]) => batch)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256]);
    for (const { cell, outcome } of after.results) {
      const repetitions = outcome.status === 'ok' ? outcome.repetitions : [];
      const wanted = cell.batchSize === 1 || cell.batchSize === 32 ? [0, 1, 2] : [0];
      expect(repetitions.map(({ runIndex }) => runIndex).toSorted()).toEqual(wanted);
    }
    expect(
      after.results.flatMap(({ outcome }) => ('repetitions' in outcome ? outcome.repetitions : [])),
    ).toEqual(expect.arrayContaining(kept));

    const twice = await bench(`${line} --resume ${onlyFile(out)}`);
    expect([twice.code, twice.stderr]).toEqual([
      2,
      expect.stringMatching(/this run is finished; there is nothing to resume\n$/),
    ]);
  });

  it('resumes from the results of a killed run', async () => {
    const out = join(folder, 'resume-killed');
    const when = { '[3/6]': (child: ChildProcess) => child.kill('SIGKILL') };
    await bench(`${line} --out ${out}`, { ...answers(2, 'resume-killed'), when });
    expect(onlyFile(out)).toMatch(/\.partial$/);
    const { code } = await bench(`${line} --resume ${onlyFile(out)}`);
    expect([code, readSubmission(out).interrupted]).toEqual([0, false]);
  });

  it.each([
    [
      `${line} --recipe naive`,
      /: mnist-cnn\/infer\/.*naive.* is missing from it; use the options of the first run/,
    ],
    [`${line.replace('standard', 'full')}`, /its preset is standard, not full; leave --preset out/],
    [`${line.replace('infer', 'train')}`, /: mnist-cnn\/train\S* is missing from it/],
  ])('rejects a different run with one line: %s', async (other, message) => {
    const out = join(folder, 'resume-other');
    const when = { '[2/6]': (child: ChildProcess) => child.kill('SIGINT') };
    await bench(`${line} --out ${out}`, { ...answers(1, 'resume-other'), when });
    const file = onlyFile(out);
    const { code, stderr } = await bench(`${other} --resume ${file}`);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(onlyFile(out)).toBe(file);
  });

  it('reports a missing file', async () => {
    const { code, stderr } = await bench('--resume /nowhere.json');
    expect([code, stderr]).toEqual([2, 'trainmark: --resume /nowhere.json: there is no such file\n']);
  });
});

describe('training to a target', () => {
  const line = '--preset smoke --mode train --converge --workload mnist-cnn --engine tfjs-wasm';
  const byMode = ({ results }: Submission) =>
    Object.fromEntries(results.map(({ cell, outcome }) => [cell.mode, outcome]));

  it('uses generated samples if nothing can be downloaded, and reports it', async () => {
    const out = join(folder, 'converge');
    const environment = { TRAINMARK_CACHE: mkdtempSync(join(folder, 'cache-')) };
    const { code, stdout } = await bench(`${line} --out ${out}`, { environment });
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('training uses generated samples of the same shapes'),
    ]);
    expect(byMode(readSubmission(out)).converge).toMatchObject({
      status: 'ok',
      repetitions: [{ convergence: { dataSource: 'generated', reached: true } }],
    });
  });

  describe('with TRAINMARK_CACHE', () => {
    /** A folder that only root could write to. */
    const readOnly = (name: string) => {
      const cache = mkdtempSync(join(folder, name));
      chmodSync(folder, 0o755);
      chmodSync(cache, 0o555);
      return cache;
    };

    it.each([
      ['is a file', () => import.meta.filename, /: it is not a folder; /],
      [
        'is below a file',
        () => join(import.meta.filename, 'x'),
        /: it cannot be created: a part of the path is a file; /,
      ],
      ['cannot be created', () => '/proc/nowhere/x', /: it cannot be created: it cannot be created there; /],
      [
        'is below a read-only folder',
        () => join(readOnly('below-'), 'x'),
        /: it cannot be created: permission is denied; /,
      ],
      [
        'is read-only',
        () => readOnly('cache-'),
        /^trainmark: MNIST: cannot write to the cache .*: permission is denied; /,
      ],
    ])('is an error before anything runs if it %s', async (_, cache, message) => {
      const out = mkdtempSync(join(folder, 'no-cache-'));
      chmodSync(out, 0o777);
      const environment = { TRAINMARK_CACHE: cache() };
      // Root ignores permissions, so as root the command runs as nobody.
      const user = process.getuid?.() === 0 ? { uid: 65_534 } : {};
      const { code, stdout, stderr } = await bench(`${line} --out ${out}`, { environment, ...user });
      expect([code, stderr.trimEnd()]).toEqual([2, expect.stringMatching(message)]);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      expect(stdout).not.toContain('[1/');
      expect(stdout).not.toContain('Results:');
    });

    it('a read-only one that a run does not need is no error', async () => {
      const environment = { TRAINMARK_CACHE: readOnly('unused-cache-') };
      const { code } = await bench(`--preset smoke --workload matmul --out ${join(folder, 'unused-cache')}`, {
        environment,
      });
      expect(code).toBe(0);
    });
  });

  it.each([
    [
      'has no files',
      () => mkdtempSync(join(folder, 'data-')),
      /^trainmark: MNIST: .* \(--data\) has no .*; download /,
    ],
    [
      'does not exist',
      () => join(folder, 'no-data'),
      /^trainmark: --data .*no-data: there is no such folder; give /,
    ],
    ['is a file', () => import.meta.filename, /^trainmark: --data .*: it is not a folder; give /],
  ])('is an error before anything runs if --data %s', async (_, path, message) => {
    const out = join(folder, 'data-error');
    const { code, stdout, stderr } = await bench(`${line} --data ${path()} --out ${out}`);
    expect([code, stderr.trimEnd()]).toEqual([2, expect.stringMatching(message)]);
    expect(stdout).not.toContain('started');
    expect(existsSync(join(out, 'suite-1')) ? readdirSync(join(out, 'suite-1')) : []).toEqual([]);
  });
});

it('--delay pauses between repetitions, and Ctrl-C ends a pause', async () => {
  const out = join(folder, 'delay');
  const line = `--preset smoke --json --workload mnist-cnn --engine tfjs-wasm --delay 600 --out ${out}`;
  const { code, stdout } = await bench(line, { when: { '"cool-down"': (child) => child.kill('SIGINT') } });
  expect(code).toBe(130);
  expect(stdout).toContain('{"event":"cool-down","delayMs":600000}');
  expect(JSON.parse(stdout.split('\n')[0] ?? '').estimateMs).toBeGreaterThan(600_000);
  expect(
    readSubmission(out)
      .results.map(({ outcome }) => outcome.status)
      .toSorted(),
  ).toEqual(['ok', 'skipped']);
});

describe('bad input', () => {
  it.each([
    [
      '--workload vgg17',
      /^trainmark: unknown workload "vgg17" \(did you mean "vgg16-cifar100"\?\); use one of: [a-z0-9-]+(, [a-z0-9-]+)+$/,
    ],
    ['--engine wsm', /^trainmark: unknown engine "wsm".*; use one of: tfjs-webgpu, tfjs-wasm$/],
    ['--dtype int8', /^trainmark: unknown dtype "int8".*; use one of: float32(, [a-z0-9]+)+$/],
    ['--workload matmul --size 0', /^trainmark: --size "0" is not a whole number from 1 to 65536$/],
    ['--frobnicate', /^trainmark: unknown option '--frobnicate'/],
  ])('%s exits with 2 and one line', async (line, message) => {
    const { code, stdout, stderr } = await bench(`${line} --out ${join(folder, 'unused')}`);
    expect(stderr.trimEnd()).toMatch(message);
    expect([code, stdout, existsSync(join(folder, 'unused'))]).toEqual([2, '', false]);
  });

  it.each([
    ['is a file', () => import.meta.filename, 'a part of the path is a file'],
    ['is below a file', () => join(import.meta.filename, 'x'), 'a part of the path is a file'],
    ['cannot be created', () => '/proc/nowhere/x', 'it cannot be created there'],
  ])('--out is an error before anything is measured if it %s', async (_, out, reason) => {
    const { code, stdout, stderr } = await bench(`--preset smoke --out ${out()}`);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(`trainmark: cannot write to ${out()}: ${reason}; choose another folder with --out\n`);
  });

  it('--out of a variable that is not set is an error', async () => {
    const { code, stderr } = await bench('--preset smoke --out=');
    expect([code, stderr]).toEqual([2, 'trainmark: --out is empty; give a folder or leave it out\n']);
  });

  it('a read-only folder is detected before anything is measured', async () => {
    const out = mkdtempSync(join(folder, 'read-only-'));
    chmodSync(folder, 0o755);
    chmodSync(out, 0o555);
    // Root ignores permissions, so as root the command runs as nobody.
    const options = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    const { code, stdout, stderr } = await bench(`--preset smoke --out ${out}`, options);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `trainmark: cannot write to ${out}: permission is denied; choose another folder with --out\n`,
    );
  });

  it('a full disk is detected before anything is measured', () => {
    const out = join(folder, 'full');
    // A file-size limit fails in the same call as a full disk.
    const script = 'ulimit -f 64; exec "$0" "$@"';
    const command = [process.execPath, '--import', loader, fakeBench, '--preset', 'smoke', '--out', out];
    const run = spawnSync('bash', ['-c', script, ...command], { encoding: 'utf8' });
    expect([run.status, run.stdout]).toEqual([1, '']);
    expect(run.stderr).toMatch(/^trainmark: cannot write to .*full: the file size limit is too small.*\n$/);
    expect(readdirSync(join(out, 'suite-1'))).toEqual([]);
  });
});

describe('list and doctor', () => {
  it('report what can run, and for the rest a reason and a remedy', async () => {
    const behaviour = { probe: 'unavailable' };
    const { code, stdout } = await bench('list', { behaviour });
    expect(code).toBe(0);
    expect(stdout).toContain('tfjs-wasm: it is only a fake');
    expect(stdout).toContain('to fix it: write a real one');
    expect(stdout).toMatch(/^ {2}matmul +op +naive, optimized +none$/m);
    const { abilities } = JSON.parse((await bench('list --json')).stdout);
    expect(abilities).toContainEqual({
      engine: 'tfjs-webgpu',
      workload: 'matmul',
      devices: ['gpu (software)'],
      modes: ['op'],
      recipes: ['naive', 'optimized'],
      dtypes: ['float32', 'float16'],
      reason: null,
      remedy: null,
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
  it.each([
    ['--python', '--python nowhere/python', {}],
    ['TRAINMARK_PYTORCH_PYTHON', '', { TRAINMARK_PYTORCH_PYTHON: 'nowhere/python' }],
  ])(
    'whose Python is named by %s and does not work is an error before anything runs',
    async (name, option, environment) => {
      const out = join(folder, 'python');
      const line = `--preset smoke --engine pytorch,tfjs-wasm --workload matmul --size 64 ${option} --out ${out}`;
      expect(await bench(line, { entry: realBench, environment })).toEqual({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(
          new RegExp(
            `^trainmark: ${name} nowhere/python: there is no such file; to fix it: .*-- setup pytorch\`\n$`,
          ),
        ),
      });
      expect(existsSync(out)).toBe(false);
    },
  );

  it('does not take --python without Python', async () => {
    const misused = await bench('--engine tfjs-wasm --python python3', { entry: realBench });
    expect(misused).toMatchObject({
      code: 2,
      stderr: 'trainmark: --python does not apply: none of the chosen engines uses Python; leave it out\n',
    });
  });

  it('wasm runs matmul, training and inference with checks, and writes a valid file', async () => {
    const out = join(folder, 'real');
    const line = `--preset smoke --engine wasm --workload matmul,mnist-cnn --size 64 --batch 8 --repeat 2 --out ${out}`;
    const { code, stdout } = await bench(line, { entry: realBench });
    expect([code, stdout]).toEqual([0, expect.stringContaining('s/epoch')]);
    const { results } = readSubmission(out);
    expect(results.map(({ cell }) => cell.mode).toSorted()).toEqual(['infer', 'op', 'train']);
    for (const { outcome } of results) {
      expect(outcome).toMatchObject({
        status: 'ok',
        check: { passed: true },
        repetitions: [{ samplesThinned: 0 }],
      });
      expect(outcome.status === 'ok' && outcome.repetitions[0]?.samplesNs).toHaveLength(2);
    }
  });
});
