import { describe, expect, it } from 'vitest';
import { nextBatch, type SweepLimits, type SweptBatch } from './batch-sweep.ts';

const GB = 1e9;
const cpu: SweepLimits = { findsLargest: false, freeBytes: 4 * GB, longestBatchMs: 20_000 };
const gpu: SweepLimits = { findsLargest: true, freeBytes: null, longestBatchMs: 20_000 };

/** Batches 1, 2, 4, ... with these rates; null for a failed one. */
const doubled = (...rates: (number | null)[]): SweptBatch[] =>
  rates.map((samplesPerSecond, i) => ({ batchSize: 2 ** i, samplesPerSecond, peakBytes: GB / 2 }));
const at = (batchSize: number, samplesPerSecond: number | null): SweptBatch => ({
  batchSize,
  samplesPerSecond,
  peakBytes: GB / 2,
});

/** Runs a whole sweep on a device with the given rate per batch; null means out of memory. */
function runBatchSweep(
  limits: SweepLimits,
  rate: (batch: number) => number | null,
  measured: SweptBatch[],
): string[] {
  const batches = [...measured];
  const steps: string[] = [];
  for (;;) {
    const next = nextBatch(batches, limits);
    if (next.step === 'stop') return steps;
    if (next.step === 'skip') return [...steps, `${next.batchSize} ${next.refusal.reason}`];
    steps.push(`${next.batchSize}${next.quick ? ' quick' : ''}`);
    batches.push(at(next.batchSize, rate(next.batchSize)));
  }
}

describe('nextBatch', () => {
  it('doubles while the throughput grows by 5 % or more', () => {
    expect(nextBatch(doubled(100), cpu)).toEqual({ step: 'measure', batchSize: 2, quick: false });
    expect(nextBatch(doubled(100, 105), cpu)).toEqual({ step: 'measure', batchSize: 4, quick: false });
    expect(nextBatch(doubled(100, 104.9), cpu)).toEqual({ step: 'stop' });
  });

  it('continues past a dip if a larger batch is known to be faster', () => {
    expect(nextBatch([...doubled(100, 90), at(32, 300)], cpu)).toMatchObject({ batchSize: 4, quick: false });
    expect(nextBatch([...doubled(100, 90), at(32, 104)], cpu)).toEqual({ step: 'stop' });
  });

  it('stops at a plateau on a CPU, beyond the batches that were already measured', () => {
    const rate = (batch: number) => 100 * Math.min(batch, 64);
    expect(runBatchSweep(cpu, rate, [at(1, 100), at(32, 3200)])).toEqual(['2', '4', '8', '16', '64', '128']);
  });

  it('continues with single samples on a GPU until memory runs out', () => {
    const rate = (batch: number) => (batch > 512 ? null : 1000 * Math.min(batch, 16));
    expect(runBatchSweep(gpu, rate, [at(1, 1000), at(32, 16_000)])).toEqual([
      ...['2', '4', '8', '16', '64 quick', '128 quick', '256 quick', '512 quick', '1024 quick'],
    ]);
  });

  it('ends at batch 65,536 if everything fits', () => {
    const steps = runBatchSweep(gpu, (batch) => 1e5 * Math.min(batch, 8), [at(1, 1e5), at(32, 8e5)]);
    expect(steps.at(-1)).toBe('65536 quick');
  });

  it.each([[cpu], [gpu]])('stops at a batch that failed', (limits) => {
    expect(nextBatch(doubled(100, 200, null), limits)).toEqual({ step: 'stop' });
    expect(nextBatch([...doubled(100, 200, 400, 800, 1600), at(32, null)], limits)).toEqual({ step: 'stop' });
    expect(nextBatch([at(1, null), at(32, 100)], limits)).toEqual({ step: 'stop' });
    expect(nextBatch([], limits)).toEqual({ step: 'stop' });
  });

  it('skips a batch if twice the last memory is not available', () => {
    const batches = [{ batchSize: 1, samplesPerSecond: 10, peakBytes: 3 * GB }];
    expect(nextBatch(batches, cpu)).toEqual({
      step: 'skip',
      batchSize: 2,
      refusal: {
        limit: 'memory',
        needed: 6 * GB,
        reason: 'would need about 6 GB of memory, but only about 4 GB is available',
      },
    });
    expect(nextBatch(batches, gpu)).toMatchObject({ step: 'measure' });
  });

  it('skips a batch that would take too long', () => {
    expect(nextBatch([at(1, 0.1)], gpu)).toEqual({
      step: 'skip',
      batchSize: 2,
      refusal: {
        limit: 'time',
        needed: 60e9,
        reason: 'would take about 1 min, more than the limit of 20 s per batch',
      },
    });
  });
});
