/** @file Runs that end early or meet another one: interrupted, killed, paused, refused, resumed. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSubmission } from '../data/contract/parse.ts';
import {
  batchStatuses,
  type Ended,
  fileBench,
  type Options,
  onlyFile,
  readSubmission,
  statuses,
  workersOf,
} from './testing/bench.ts';

const own = fileBench();
const { bench } = own;

describe('a run that is stopped', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'on %s keeps finished results, exits with 130 and leaves no process running',
    async (signal) => {
      const out = join(own.folder, signal);
      const log = join(own.folder, `${signal}.log`);
      const { code, stdout } = await bench(`--preset smoke --workload matmul --recipe all --out ${out}`, {
        behaviour: { matmul: 'ok-then-hang' },
        environment: { FAKE_LOG: log, FAKE_ONCE: join(own.folder, `${signal}.once`) },
        when: { '[2/2]': (child) => child.kill(signal) },
      });
      expect(code).toBe(130);
      expect(stdout).toContain('stopping; finished results are kept');
      const submission = readSubmission(out);
      expect(submission.interrupted).toBe(true);
      expect(submission.conditions.throttled).toBeNull();
      expect(submission.results.map(({ outcome }) => outcome.status).toSorted()).toEqual(['ok', 'skipped']);
      await expect.poll(() => workersOf(log)).toEqual([]);
    },
  );

  it('exits at once on the second Ctrl-C and kills its worker', async () => {
    const log = join(own.folder, 'twice.log');
    const { code, stdout } = await bench(
      `--preset smoke --json --workload matmul --out ${join(own.folder, 'twice')}`,
      {
        behaviour: { matmul: 'deaf-hang' },
        environment: { FAKE_LOG: log, FAKE_SECOND_INTERRUPT: 'yes' },
        when: { '"progress"': (child) => child.kill('SIGINT') },
      },
    );
    expect(code).toBe(130);
    expect(stdout).not.toContain('"event":"finished"');
    await expect.poll(() => workersOf(log)).toEqual([]);
  });

  it('leaves its results when it is killed, and the next run and `doctor` report them', async () => {
    const out = join(own.folder, 'killed');
    await bench(`--preset smoke --workload matmul --recipe all --out ${out}`, {
      behaviour: { matmul: 'ok-then-hang' },
      environment: { FAKE_ONCE: join(own.folder, 'killed.once') },
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
    const out = join(own.folder, 'vanishes');
    const rescue = mkdtempSync(join(own.folder, 'tmp-'));
    const gone = join(own.folder, 'gone');
    const { code, stdout } = await bench(`--preset smoke --workload mnist-cnn,matmul --out ${out}`, {
      environment: { TMPDIR: rescue, FAKE_AFTER: gone },
      behaviour: { 'mnist-cnn': 'ok-after', matmul: 'ok-after' },
      when: {
        '[1/3]': () => {
          rmSync(out, { recursive: true });
          writeFileSync(out, 'in the way');
          writeFileSync(gone, '');
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

it('--delay pauses between repetitions, and Ctrl-C ends a pause', async () => {
  const out = join(own.folder, 'delay');
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

describe('two runs on one machine', () => {
  const line = '--preset smoke --workload matmul --recipe all';

  it('notice each other, and --wait starts the second when the first has ended', async () => {
    const [first, refused, waited] = ['first', 'refused', 'waited'].map((name) =>
      join(own.folder, `two-${name}`),
    );
    let second: Promise<Ended> | null = null;
    let third: Promise<Ended> | null = null;
    let lists: Promise<Ended> | null = null;
    const { code } = await bench(`${line} --out ${first}`, {
      environment: { FAKE_ONCE: join(own.folder, 'two.once') },
      behaviour: { matmul: 'ok-then-hang' },
      when: {
        '[2/2]': (child) => {
          second = bench(`${line} --out ${refused}`);
          lists = bench('list --json');
          // Ends the first run, so it starts after the others have met that run.
          third = Promise.all([second, lists]).then(() =>
            bench(`${line} --wait --out ${waited}`, {
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

describe('--resume', () => {
  const line = '--preset standard --mode infer --workload mnist-cnn --engine tfjs-wasm';
  /** Later workers hang, so that the run is always interrupted at the same place. */
  const answers = (count: number, name: string): Options => ({
    behaviour: { 'mnist-cnn': 'ok-then-hang' },
    environment: { FAKE_ONCE: join(own.folder, `${name}.once`), FAKE_ANSWERS: String(count) },
  });

  it('finishes an interrupted run with the same cells, and loses or repeats no repetition', async () => {
    const out = join(own.folder, 'resume');
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
    const out = join(own.folder, 'resume-killed');
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
    const out = join(own.folder, 'resume-other');
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
