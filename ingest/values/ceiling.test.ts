import { describe, expect, it } from 'vitest';
import { toLeaderboard } from '../leaderboard.ts';
import { infer } from '../testing/mode-samples.ts';
import { cpu, file, gpu, matmul, submission, vgg } from '../testing/samples.ts';

const unlistedGpu = { ...gpu, api: 'cuda' as const, name: 'NVIDIA GeForce RTX 9999' };
const unlistedCpu = { ...cpu, name: 'Unknown CPU' };

function rowsOf(...runs: Parameters<typeof submission>[0][]) {
  const files = runs.map((results, index) => file(submission(results), `run-${index}`));
  const parsed = toLeaderboard(files, [], Date.parse('2026-12-01'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value.rows;
}

/** The shares of the rows of one run, by workload. */
const sharesOf = (results: Parameters<typeof submission>[0]) =>
  rowsOf(results)
    .map(({ workload, engine, utilization, utilizationOf }) => [
      workload,
      engine,
      utilization === null ? null : utilization.toFixed(2),
      utilizationOf,
    ])
    .toSorted();

// An epoch of VGG16 is 99.74 TFLOP.
describe('the fastest product of a run in place of a rated peak', () => {
  const at = { device: unlistedGpu };

  it('is that of any engine', () => {
    const other = { ...at, engine: 'tensorflow' as const };
    expect(sharesOf([vgg(10, at), matmul(20, at), matmul(40, other)])).toEqual([
      ['matmul', 'pytorch', null, null],
      ['matmul', 'tensorflow', null, null],
      ['vgg16-cifar100', 'pytorch', '0.25', 'measured'],
    ]);
  });

  it('is no peak, for no row of the run, where any other work of the run was faster', () => {
    const faster = { ...at, engine: 'tensorflow' as const };
    const shares = sharesOf([vgg(10, at), vgg(1, faster), matmul(40, at)]);
    expect(shares.map(([, , share, of]) => [share, of])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
  });

  it('is no peak of a processor whose units it did not use', () => {
    // Six cores are held to 2.38 TFLOP/s.
    const onCpu = { device: unlistedCpu };
    const share = (product: number) => sharesOf([vgg(1000, onCpu), matmul(product, onCpu)])[1]!.slice(2);
    expect(share(0.2)).toEqual([null, null]);
    expect(share(0.4)).toEqual(['0.25', 'measured']);
  });
});

describe('a share of a rated peak', () => {
  it('is not stated above 1, as of a convolution with fewer multiplications', () => {
    const [row] = rowsOf([vgg(2.5, { device: gpu })]);
    // 39.9 TFLOP/s by the direct algorithm, of 35.48.
    expect(row).toMatchObject({ value: expect.closeTo(2.5, 1), utilization: null, utilizationOf: null });
    expect(sharesOf([vgg(3, { device: gpu })])[0]!.slice(2)).toEqual(['0.94', 'rated']);
    expect(sharesOf([infer(1000, 32, { device: gpu })])[0]![3]).toBe('rated');
  });

  it('is not stated where the combined value would be above it', () => {
    const runs = [vgg(2.82, { device: gpu }), vgg(2.7, { device: gpu }), vgg(2.6, { device: gpu })];
    const rows = rowsOf(...runs.map((run) => [run]));
    expect(rows).toHaveLength(1);
    for (const { utilization, flags } of rows) {
      expect(utilization ?? 0).toBeLessThanOrEqual(1);
      expect(flags.map(({ id }) => id)).not.toContain('beyond-range');
    }
  });
});
