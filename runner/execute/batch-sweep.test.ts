import { describe, expect, it } from 'vitest';
import { nextBatch, type SweepLimits, type SweptBatch } from './batch-sweep.ts';

const GB = 1e9;
const cpu: SweepLimits = { findsLargest: false, freeBytes: 4 * GB, longestBatchMs: 20_000 };
const gpu: SweepLimits = { findsLargest: true, freeBytes: null, longestBatchMs: 20_000 };

/** Rungs of batches 1, 2, 4, ... with these rates; null broke. */
const doubled = (...rates: (number | null)[]): SweptBatch[] =>
  rates.map((samplesPerSecond, i) => ({ batchSize: 2 ** i, samplesPerSecond, peakBytes: GB / 2 }));
const at = (batchSize: number, samplesPerSecond: number | null): SweptBatch => ({
  batchSize,
  samplesPerSecond,
  peakBytes: GB / 2,
});

/** Climbs until the end on a device whose rate by batch is given; null runs out of memory. */
function runBatchSweep(
  limits: SweepLimits,
  rate: (batch: number) => number | null,
  begun: SweptBatch[],
): string[] {
  const batches = [...begun];
  const steps: string[] = [];
  for (;;) {
    const next = nextBatch(batches, limits);
    if (next.step === 'stop') return steps;
    if (next.step === 'skip') return [...steps, `${next.batchSize} ${next.refusal.reason}`];
    steps.push(`${next.batchSize}${next.quick ? ' quick' : ''}`);
    batches.push(at(next.batchSize, rate(next.batchSize)));
  }
}

describe('nextRung', () => {
  it('doubles while the throughput grows by 5 % or more', () => {
    expect(nextBatch(doubled(100), cpu)).toEqual({ step: 'measure', batchSize: 2, quick: false });
    expect(nextBatch(doubled(100, 105), cpu)).toEqual({ step: 'measure', batchSize: 4, quick: false });
    expect(nextBatch(doubled(100, 104.9), cpu)).toEqual({ step: 'stop' });
  });

  it('is not stopped by a dip before a batch that is known to pay', () => {
    expect(nextBatch([...doubled(100, 90), at(32, 300)], cpu)).toMatchObject({ batchSize: 4, quick: false });
    expect(nextBatch([...doubled(100, 90), at(32, 104)], cpu)).toEqual({ step: 'stop' });
  });

  it('stops at a plateau on a CPU, having passed what was known before', () => {
    const rate = (batch: number) => 100 * Math.min(batch, 64);
    expect(runBatchSweep(cpu, rate, [at(1, 100), at(32, 3200)])).toEqual(['2', '4', '8', '16', '64', '128']);
  });

  it('goes on with single samples on a GPU until the memory ends', () => {
    const rate = (batch: number) => (batch > 512 ? null : 1000 * Math.min(batch, 16));
    expect(runBatchSweep(gpu, rate, [at(1, 1000), at(32, 16_000)])).toEqual([
      ...['2', '4', '8', '16', '64 quick', '128 quick', '256 quick', '512 quick', '1024 quick'],
    ]);
  });

  it('ends at batch 65,536 where everything fits', () => {
    const steps = runBatchSweep(gpu, (batch) => 1e5 * Math.min(batch, 8), [at(1, 1e5), at(32, 8e5)]);
    expect(steps.at(-1)).toBe('65536 quick');
  });

  it.each([[cpu], [gpu]])('ends where a rung broke', (limits) => {
    expect(nextBatch(doubled(100, 200, null), limits)).toEqual({ step: 'stop' });
    expect(nextBatch([...doubled(100, 200, 400, 800, 1600), at(32, null)], limits)).toEqual({ step: 'stop' });
    expect(nextBatch([at(1, null), at(32, 100)], limits)).toEqual({ step: 'stop' });
    expect(nextBatch([], limits)).toEqual({ step: 'stop' });
  });

  it('does not begin a rung that twice the last memory does not allow', () => {
    const batches = [{ batchSize: 1, samplesPerSecond: 10, peakBytes: 3 * GB }];
    expect(nextBatch(batches, cpu)).toEqual({
      step: 'skip',
      batchSize: 2,
      refusal: {
        limit: 'memory',
        needed: 6 * GB,
        reason: 'would need about 6 GB of memory, and about 4 GB can be had',
      },
    });
    expect(nextBatch(batches, gpu)).toMatchObject({ step: 'measure' });
  });

  it('does not begin a rung that takes too long', () => {
    expect(nextBatch([at(1, 0.1)], gpu)).toEqual({
      step: 'skip',
      batchSize: 2,
      refusal: {
        limit: 'time',
        needed: 60e9,
        reason: 'would take about 1 min, more than the 20 s that a batch may take',
      },
    });
  });
});
