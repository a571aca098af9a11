import { describe, expect, it } from 'vitest';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { gpu, matmul, submission } from '../../testing/samples.ts';

/** Through an API with both halves. */
const cuda = { ...gpu, api: 'cuda' } as const;

describe('P13, half precision against float32', () => {
  // The card is rated at 35.5 TFLOP/s in float32 and at twice that in half.
  const halved = (float32: number, half: number, dtype: 'float16' | 'bfloat16' = 'bfloat16') => {
    const on = { device: cuda, size: 4096 };
    return checkedFactsOf(submission([matmul(float32, on), matmul(half, { ...on, dtype }, 9)]), 1);
  };

  it.each([
    [10, 5.2, []],
    [10, 4.8, ['p13-slow-half']],
    [10, 39, []],
    [10, 41, ['p13-fast-half']],
  ])('%s and %s TFLOP/s: %j', (float32, half, flags) => {
    expect(halved(float32, half)).toMatchObject({ flags, withheld: null });
    expect(halved(float32, half, 'float16').flags).toEqual(flags);
  });

  it('gives the measured factor and that of the peaks', () => {
    expect(halved(10, 1).texts).toEqual([
      expect.stringMatching(/^float32 is \d+(\.\d+)? times as fast on the same machine\.$/),
    ]);
    expect(halved(10, 50).texts).toEqual([
      expect.stringMatching(
        /^\d\.\d\d times as fast as float32, but the peaks of NVIDIA GeForce RTX 4070 SUPER differ only by a factor of \d\.\d+\.$/,
      ),
    ]);
  });

  it('compares only equal work, and bounds a dtype without a listed peak by the arithmetic alone', () => {
    const on = { device: cuda, size: 4096 };
    const other = matmul(1, { ...on, size: 1024, dtype: 'bfloat16' }, 9);
    expect(checkedFactsOf(submission([matmul(10, on), other]), 1).flags).toEqual([]);
    const onCpu = matmul(9, { engine: 'pytorch', size: 4096, dtype: 'bfloat16' }, 9);
    // No peak for bfloat16 is listed, but it is at most twice that of float32, 0.88 TFLOP/s.
    const facts = checkedFactsOf(submission([matmul(0.1, { engine: 'pytorch', size: 4096 }), onCpu]), 1);
    expect(facts.flags).toEqual(['p1-over-peak']);
    expect(facts.texts[0]).toContain(
      'what bfloat16 may reach: 2 times the float32 peak of Intel Core i7-8700',
    );
  });
});
