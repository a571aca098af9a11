import { describe, expect, it } from 'vitest';
import type { Result, Submission } from '../../data/contract/submission.ts';
import { toLeaderboard } from '../leaderboard.ts';
import { attention, infer } from '../testing/mode-samples.ts';
import { file, submission } from '../testing/samples.ts';

function scalingsOf(results: Result[], change: Partial<Submission> = {}) {
  const parsed = toLeaderboard([file(submission(results, change))], [], Date.parse('2026-12-01'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value.scalings;
}

describe('toScalings', () => {
  it('finds attention alone quadratic if its rate does not depend on the length', () => {
    const [one, ...others] = scalingsOf([128, 256, 512, 1024].map((length) => attention(length, 0.3)));
    expect(others).toEqual([]);
    expect(one).toMatchObject({ workload: 'attention', mode: 'op', tokensPerBatch: 8192 });
    expect(one!.slope).toBeCloseTo(2, 1);
    expect(one!.r2).toBeGreaterThan(0.999);
    expect(one!.points.map(({ sequenceLength }) => sequenceLength)).toEqual([128, 256, 512, 1024]);
    // 2 x 1024 x 128^2 operations at 0.3 TFLOP/s
    expect(one!.points[0]!.secondsPerSequence).toBeCloseTo(1.118e-4, 6);
    expect(one!.id).toMatch(/\.attention\.op\.tfjs-wasm\.cpu\..*\.optimized\.float32\.tokens8192$/);
    expect(one!.sources).toHaveLength(1);
  });

  it('finds the encoder linear if a token always takes the same time', () => {
    const sweep = [512, 128, 256].map((length) =>
      infer(
        25_600 / length,
        8192 / length,
        { workload: 'transformer-encoder', sequenceLength: length },
        length,
      ),
    );
    const [one] = scalingsOf(sweep);
    expect(one!.slope).toBeCloseTo(1, 1);
    expect(one!.points.map(({ sequenceLength }) => sequenceLength)).toEqual([128, 256, 512]);
  });

  it('needs three lengths at one number of tokens, of ranked values', () => {
    const two = [128, 256].map((length) => attention(length, 0.3));
    expect(scalingsOf(two)).toEqual([]);
    expect(scalingsOf([...two, attention(512, 0.3, { batchSize: 32 })])).toEqual([]);
    expect(scalingsOf([...two, attention(512, 0.3, { recipe: 'naive' })])).toEqual([]);
    expect(scalingsOf([...two, attention(512, 0.3)], { preset: 'smoke' })).toEqual([]);
    const layer = [32, 64, 128].map((length) =>
      infer(100, 32, { workload: 'attention', sequenceLength: length }, length),
    );
    expect(scalingsOf(layer)).toEqual([]);
  });
});
