/** @file Runs the real command as a user does, with fake engines that fail in every way, then with a real one. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { batchStatuses, fileBench, onlyFile, readSubmission, realBench, statuses } from './testing/bench.ts';

const own = fileBench();
const { bench } = own;

/** Named explicitly, so that they are measured no matter how slow this machine is expected to be. */
const seeds = 'vgg16-cifar100,mnist-cnn,fashion-cnn,matmul';

describe('bench', () => {
  it('measures equal GPUs one by one, each alone, and writes nothing that identifies a board', async () => {
    const out = join(own.folder, 'two');
    const line = `--preset smoke --workload mnist-cnn --mode infer --recipe naive --batch 8 --out ${out}`;
    const two = { behaviour: { gpu: 'two' } };
    const { code, stdout } = await bench(`${line} --device all`, two);
    expect(code).toBe(0);
    expect(stdout).toContain('tfjs-webgpu on gpu 1 (Fake GPU)');
    const { results } = readSubmission(out);
    const found = results.map(({ cell: { device }, outcome }) => [
      device.kind,
      device.index,
      outcome.status === 'ok' && outcome.observed.blas,
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
    const out = join(own.folder, 'fine');
    const { code, stdout, stderr } = await bench(
      `--preset quick --recipe naive --mode train,op --workload ${seeds} --out ${out}`,
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/vgg16-cifar100 +naive +128 +3\.93 +12720 +219\.\d+x/);
    expect(stdout).toContain('log scale');
    expect(stdout).toContain(`Results: ${relative(tmpdir(), out)}`);
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
    const out = join(own.folder, 'faults');
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
    const out = join(own.folder, 'nothing');
    const { code, stdout } = await bench(`--preset smoke --workload matmul --out ${out}`, {
      behaviour: { matmul: 'exit-3' },
    });
    expect(code).toBe(1);
    expect(stdout).toContain('Nothing was measured, so no result file was written.');
    expect(readdirSync(join(out, 'suite-1'))).toEqual([]);
  });

  it('writes a file that ingest accepts, whatever paths and names its engines print', async () => {
    const out = join(own.folder, 'paths');
    const { code, stdout } = await bench(
      `--preset smoke --workload matmul,mnist-cnn --mode infer,op --out ${out}`,
      {
        behaviour: { matmul: 'says-paths', 'mnist-cnn': 'ok-late' },
        environment: { HOME: '/home/jane', USER: 'jane' },
      },
    );
    expect([code, stdout]).toEqual([0, expect.stringContaining('A smoke run is too short to be ranked')]);
    expect(statuses(readSubmission(out))).toEqual({ 'mnist-cnn': 'ok', matmul: 'failed' });
    expect(readFileSync(onlyFile(out), 'utf8')).not.toMatch(/jane|Doe|Users/i);
  });

  it('does not call a file ready to publish that ingest would refuse', async () => {
    const out = join(own.folder, 'refused');
    const line = `--preset smoke --workload matmul --engine tfjs-wasm --out ${out}`;
    const { stdout } = await bench(line, { behaviour: { cpu: 'contradictory' } });
    expect(stdout).toContain(`Results: ${relative(tmpdir(), onlyFile(out))}`);
    expect(stdout).toMatch(
      /ingest would refuse it:\n(?: {2}.*\n)* {2}results\.0: a CPU has the API "none", not "cuda"/,
    );
    expect(stdout).not.toContain('To publish it');
  });

  it('prints only JSON events with --json', async () => {
    const out = join(own.folder, 'json');
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
    const out = join(own.folder, 'standard');
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
});

describe('a batch sweep', () => {
  const line = '--preset standard --mode infer --workload mnist-cnn --engine tfjs-wasm --repeat 3';

  it('continues while the throughput grows, and reports the best', async () => {
    const out = join(own.folder, 'ladder');
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
    const out = join(own.folder, `ladder-${behaviour}`);
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
    const out = join(own.folder, 'ladder-gpu');
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
      const out = join(own.folder, 'python');
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
    const out = join(own.folder, 'real');
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
