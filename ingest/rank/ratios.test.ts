import { describe, expect, it } from 'vitest';
import type { Result } from '../../data/contract/submission.ts';
import { extractSubmission } from '../extract/submission.ts';
import { toLeaderboard } from '../leaderboard.ts';
import { NOW } from '../testing/check-samples.ts';
import { attention, infer } from '../testing/mode-samples.ts';
import { file, gpu, matmul, submission } from '../testing/samples.ts';
import { toRatios } from './ratios.ts';

function ratiosOf(results: Result[]) {
  const parsed = toLeaderboard([file(submission(results))], [], Date.parse('2026-12-01'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { ratios, rows } = parsed.value;
  return ratios.map((ratio) => ({
    kind: ratio.kind,
    mode: ratio.mode,
    metric: rows.find(({ id }) => id === ratio.rows[0])?.metric,
    value: Number(ratio.value.toFixed(1)),
    caveat: ratio.caveat,
  }));
}
const onGpu = { device: { ...gpu, api: 'cuda' }, engine: 'pytorch' } as const;
const onCpu = { engine: 'pytorch' } as const;
const naive = { recipe: 'naive' } as const;

describe('toRatios', () => {
  it('compares latency, throughput and operations of the GPU with those of the CPU', () => {
    const results = [
      ...[infer(100, 1, onCpu), infer(300, 32, onCpu), matmul(0.3, onCpu), attention(128, 0.1, onCpu)],
      ...[
        infer(50, 1, onGpu, 21),
        infer(3000, 32, onGpu, 31),
        matmul(30, onGpu, 41),
        attention(128, 2, onGpu),
      ],
    ];
    const common = { kind: 'gpu-over-cpu', caveat: null };
    const found = ratiosOf(results);
    expect(found).toHaveLength(4);
    expect(found).toEqual(
      expect.arrayContaining([
        { ...common, mode: 'infer', metric: 'latencyMs', value: 0.5 },
        { ...common, mode: 'infer', metric: 'samplesPerSecond', value: expect.closeTo(10, 0) },
        { ...common, mode: 'op', metric: 'tflops', value: expect.closeTo(100, -1) },
        { ...common, mode: 'op', metric: 'tflops', value: expect.closeTo(20, 0) },
      ]),
    );
  });

  it('compares recipes at the same batch, and sweeps at their own best batch', () => {
    expect(ratiosOf([infer(100, 32, naive), infer(300, 64, {}, 5)])).toEqual([]);
    const ladder = (change: object, best: number, seed: number) => [
      infer(10, 1, change, seed),
      infer(100 * best, 32, change, seed + 10),
      infer(200, 64, change, seed + 20),
    ];
    const ratios = ratiosOf([...ladder(naive, 1, 100), ...ladder({}, 4, 200)]);
    expect(ratios.find(({ metric }) => metric === 'peakSamplesPerSecond')).toEqual({
      kind: 'optimized-over-naive',
      mode: 'infer',
      metric: 'peakSamplesPerSecond',
      value: 2,
      caveat: 'Each at its own best batch (32 and 64).',
    });
  });

  it('warns of models too small for a GPU, but not of operations', () => {
    const mnist = { workload: 'mnist-cnn' } as const;
    const [net] = ratiosOf([
      infer(5000, 32, { ...mnist, ...onCpu }),
      infer(2000, 32, { ...mnist, ...onGpu }, 9),
    ]);
    expect(net?.caveat).toContain('This model is too small to keep a GPU busy');
    const small = { size: 128 };
    expect(
      ratiosOf([matmul(0.3, { ...small, ...onCpu }), matmul(0.2, { ...small, ...onGpu }, 9)])[0]?.caveat,
    ).toBeNull();
  });

  it('compares half precision with float32 of the same recipe and batch, and names the dtype', () => {
    const half = { ...onGpu, dtype: 'bfloat16' } as const;
    const ratios = ratiosOf([
      matmul(10, onGpu),
      matmul(30, half, 9),
      matmul(25, { ...onGpu, dtype: 'float16' }, 19),
      matmul(30, { ...half, size: 2048 }, 29),
      matmul(30, { ...half, recipe: 'naive' }, 39),
    ]);
    const found = ratios.filter(({ kind }) => kind === 'half-over-float32');
    expect(found).toEqual([
      {
        kind: 'half-over-float32',
        mode: 'op',
        metric: 'tflops',
        value: 3,
        caveat: 'Half precision is bfloat16 here.',
      },
      {
        kind: 'half-over-float32',
        mode: 'op',
        metric: 'tflops',
        value: 2.5,
        caveat: 'Half precision is float16 here.',
      },
    ]);
  });

  it('names a ratio that no machine has, and leaves it out', () => {
    const extract = extractSubmission(file(submission([matmul(0.3, onCpu), matmul(30, onGpu, 41)])), NOW);
    if (!extract.ok) throw new Error(JSON.stringify(extract.problems));
    const faster = (times: number) =>
      toRatios(
        extract.value.candidates.map((one) =>
          one.row.device.kind === 'cpu' ? one : { ...one, row: { ...one.row, value: times * one.row.value } },
        ),
      );
    expect(faster(1)).toMatchObject({ ratios: [{ kind: 'gpu-over-cpu' }], problems: [] });
    expect(faster(1e8)).toEqual({
      ratios: [],
      problems: [
        {
          path: extract.value.path,
          field: 'results',
          message: expect.stringMatching(
            /^give the ratio gpu-over-cpu of \S+, which no machine has and which is left out, between \S+ and \S+; measure again$/,
          ),
        },
      ],
    });
  });
});
