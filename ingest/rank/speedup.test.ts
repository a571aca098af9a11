import { describe, expect, it } from 'vitest';
import type { Result } from '../../data/contract/submission.ts';
import { toLeaderboard } from '../leaderboard.ts';
import { everyKind, infer } from '../testing/mode-samples.ts';
import { file, gpu, submission, vgg } from '../testing/samples.ts';

function rowsOf(results: Result[]) {
  const parsed = toLeaderboard([file(submission(results))], [], Date.parse('2026-12-01'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value.rows;
}
const onGpu = { device: gpu };

describe('speedups of metrics without published values', () => {
  it('have a reason if the baseline was never measured', () => {
    for (const { speedup, speedupReason } of rowsOf(
      everyKind().filter(({ cell }) => cell.languageModel === null),
    )) {
      expect(speedup).toBeNull();
      expect(speedupReason).toBe('The Intel Core i7-8700 has no value for this workload, mode and size yet.');
    }
  });

  it('compare a throughput only with that of the same batch, and a latency with a latency', () => {
    const rows = rowsOf([
      ...[infer(50, 1), infer(100, 32, {}, 11)],
      ...[infer(500, 1, onGpu, 21), infer(9000, 64, onGpu, 31)],
      infer(4000, 32, { ...onGpu, recipe: 'naive' }, 41),
    ]);
    const speedups = rows
      .filter(({ device }) => device.kind === 'gpu')
      .map(({ metric, batchSize, speedup }) => [metric, batchSize, speedup && Math.round(speedup)]);
    expect(speedups).toHaveLength(3);
    expect(speedups).toEqual(
      expect.arrayContaining([
        ['latencyMs', 1, 10],
        ['samplesPerSecond', 32, 40],
        ['samplesPerSecond', 64, null],
      ]),
    );
  });

  it('compare epochs of any batch, because the recipe chooses it', () => {
    const [row] = rowsOf([vgg(300), vgg(10, { ...onGpu, recipe: 'naive', batchSize: 128 }, 11)]).filter(
      ({ device }) => device.kind === 'gpu',
    );
    expect(row?.speedup).toBeCloseTo(30, 0);
  });
});
