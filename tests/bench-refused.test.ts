/** @file Input and folders that end the command with one line, before anything is measured. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Submission } from '../data/contract/submission.ts';
import { commandOf, fileBench, readSubmission } from './testing/bench.ts';

const own = fileBench();
const { bench } = own;

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
    const { code, stdout, stderr } = await bench(`${line} --out ${join(own.folder, 'unused')}`);
    expect(stderr.trimEnd()).toMatch(message);
    expect([code, stdout, existsSync(join(own.folder, 'unused'))]).toEqual([2, '', false]);
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
    const out = mkdtempSync(join(own.folder, 'read-only-'));
    chmodSync(own.folder, 0o755);
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
    const out = join(own.folder, 'full');
    // A file-size limit fails in the same call as a full disk.
    const script = 'ulimit -f 64; exec "$0" "$@"';
    const command = commandOf(['--preset', 'smoke', '--out', out]);
    const env = { ...process.env, TRAINMARK_LOCK: basename(own.folder) };
    const run = spawnSync('bash', ['-c', script, ...command], { encoding: 'utf8', env });
    expect([run.status, run.stdout]).toEqual([1, '']);
    expect(run.stderr).toMatch(/^trainmark: cannot write to .*full: the file size limit is too small.*\n$/);
    expect(readdirSync(join(out, 'suite-1'))).toEqual([]);
  });
});

describe('training to a target', () => {
  const line = '--preset smoke --mode train --converge --workload mnist-cnn --engine tfjs-wasm';
  const byMode = ({ results }: Submission) =>
    Object.fromEntries(results.map(({ cell, outcome }) => [cell.mode, outcome]));

  it('uses generated samples if nothing can be downloaded, and reports it', async () => {
    const out = join(own.folder, 'converge');
    const environment = { TRAINMARK_CACHE: mkdtempSync(join(own.folder, 'cache-')) };
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
      const cache = mkdtempSync(join(own.folder, name));
      chmodSync(own.folder, 0o755);
      chmodSync(cache, 0o555);
      return cache;
    };

    it.each([
      ['is a file', () => import.meta.filename, /: it is not a folder; /],
      ['is below a file', () => join(import.meta.filename, 'x'), /: a part of the path is a file; /],
      ['cannot be created', () => '/proc/nowhere/x', /: it cannot be created there; /],
      ['is below a read-only folder', () => join(readOnly('below-'), 'x'), /: permission is denied; /],
      [
        'is read-only',
        () => readOnly('cache-'),
        /^trainmark: MNIST: cannot write to the cache .*: permission is denied; /,
      ],
    ])('is an error before anything runs if it %s', async (_, cache, message) => {
      const out = mkdtempSync(join(own.folder, 'no-cache-'));
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
      const { code } = await bench(
        `--preset smoke --workload matmul --out ${join(own.folder, 'unused-cache')}`,
        {
          environment,
        },
      );
      expect(code).toBe(0);
    });
  });

  it.each([
    [
      'has no files',
      () => mkdtempSync(join(own.folder, 'data-')),
      /^trainmark: MNIST: .* \(--data\) has no .*; download /,
    ],
    [
      'does not exist',
      () => join(own.folder, 'no-data'),
      /^trainmark: --data .*no-data: there is no such folder; give /,
    ],
    ['is a file', () => import.meta.filename, /^trainmark: --data .*: it is not a folder; give /],
  ])('is an error before anything runs if --data %s', async (_, path, message) => {
    const out = join(own.folder, 'data-error');
    const { code, stdout, stderr } = await bench(`${line} --data ${path()} --out ${out}`);
    expect([code, stderr.trimEnd()]).toEqual([2, expect.stringMatching(message)]);
    expect(stdout).not.toContain('started');
    expect(existsSync(join(out, 'suite-1')) ? readdirSync(join(out, 'suite-1')) : []).toEqual([]);
  });
});
