import { describe, expect, it } from 'vitest';
import type { Result } from '../../data/contract/submission.ts';
import { toLeaderboard } from '../leaderboard.ts';
import { infer, without } from '../testing/mode-samples.ts';
import { changed, file, gpu, repetition, submission } from '../testing/samples.ts';

function board(results: Result[]) {
  const parsed = toLeaderboard([file(submission(results))], [], Date.parse('2026-12-01'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}
const onGpu = { device: gpu };
const batchOf = (batchSize: number, perSecond: number) => infer(perSecond, batchSize, onGpu, 10 * batchSize);
/** Timed once without a warm-up, as the runner does to find the largest batch. */
const probe = (batchSize: number, perSecond: number) =>
  changed(batchOf(batchSize, perSecond), () => ({
    repetitions: [
      {
        ...repetition(1, batchSize),
        warmUpSteps: 0,
        samplesThinned: 0,
        samplesNs: [Math.round((batchSize / perSecond) * 1e9)],
      },
    ],
  }));
const sweepRow = (results: Result[]) => {
  const rows = board(results).rows.filter(({ metric }) => metric === 'peakSamplesPerSecond');
  expect(rows).toHaveLength(1);
  return rows[0]!;
};

describe('a batch sweep', () => {
  const results = [
    batchOf(1, 200),
    batchOf(2, 400),
    batchOf(32, 5000),
    batchOf(64, 7000),
    batchOf(128, 6900),
  ];
  const end = without('out-of-memory', 'the device has no more memory', { ...onGpu, batchSize: 256 });

  it('is one row with the best throughput, in addition to latency and the reference batch', () => {
    const { rows, gaps } = board([...results, end]);
    expect(rows.map(({ metric, batchSize }) => [metric, batchSize])).toEqual([
      ['latencyMs', 1],
      ['peakSamplesPerSecond', 64],
      ['samplesPerSecond', 32],
    ]);
    expect(gaps).toEqual([]);
    const row = rows[1]!;
    expect(row.value).toBeCloseTo(7000, -2);
    expect(row.ladder?.map(({ batchSize }) => batchSize)).toEqual([1, 2, 32, 64, 128]);
    expect(row.ladder?.[0]?.samplesPerSecond).toBeCloseTo(200, -1);
    expect(row.largestBatch).toEqual({
      batchSize: 128,
      limit: 'memory',
      reason: 'Batch 256: the device has no more memory',
    });
    expect([row.unit, row.n, row.ci?.kind]).toEqual(['samples/s', 3, 'range']);
  });

  it('has no batch in its id and its key, so that every device can have its own best batch', () => {
    const row = sweepRow(results);
    expect(row.id).toMatch(/\.infer\.webgpu\.gpu\..*\.optimized\.float32\.best-batch$/);
    expect(row.comparisonKey).toBe(
      'suite-1 | vgg16-cifar100 | infer | peakSamplesPerSecond | optimized | float32 | best batch',
    );
  });

  it.each([
    ['out-of-memory', 'the device has no more memory', 'memory'],
    ['skipped', 'would need about 12 GB of memory, 8 GB are free', 'memory'],
    ['skipped', 'would take about 3 min', 'time'],
    ['skipped', 'stopped by Ctrl-C', 'none'],
    ['timeout', 'took longer than 60 s', 'time'],
    ['failed', 'the device was lost', 'none'],
  ] as const)('that ended with %s, "%s", has the limit %s', (status, reason, limit) => {
    const last = without(status, reason, { ...onGpu, batchSize: 256 });
    const { rows, gaps } = board([...results, last]);
    const row = rows.find(({ ladder }) => ladder !== null);
    expect(row?.largestBatch).toEqual({ batchSize: 128, limit, reason: `Batch 256: ${reason}` });
    expect(gaps).toHaveLength(status === 'failed' ? 1 : 0);
  });

  it.each(['memory', 'time'] as const)(
    'ended before a batch beyond the %s takes the limit from its field',
    (limit) => {
      const cell = { ...batchOf(256, 1).cell };
      const last: Result = { cell, outcome: { status: 'skipped', reason: 'no room', limit, needed: 1 } };
      expect(sweepRow([...results, last]).largestBatch).toEqual({
        batchSize: 128,
        limit,
        reason: 'Batch 256: no room',
      });
    },
  );

  it('that ended at a plateau has no limit', () => {
    expect(sweepRow(results).largestBatch).toEqual({
      batchSize: 128,
      limit: 'none',
      reason: 'Batch 128 is the largest that was tried.',
    });
  });

  const full = without('out-of-memory', 'the device has no more memory', { ...onGpu, batchSize: 1024 });

  it('uses a batch that was timed once only as proof that it fits', () => {
    const row = sweepRow([...results, probe(256, 7200), probe(512, 7100), full]);
    expect(row.batchSize).toBe(64);
    expect(row.largestBatch?.batchSize).toBe(512);
    expect(row.ladder?.map(({ batchSize }) => batchSize)).toEqual([1, 2, 32, 64, 128, 256, 512]);
    expect(row.flags.filter(({ id }) => /^p\d/.test(id))).toEqual([]);
  });

  it('is no excuse for a short run of a batch with its own row, or without a sweep', () => {
    const heldBack = (of: Result[]) =>
      board(of).rows.flatMap(({ batchSize, speedupReason }) =>
        speedupReason?.startsWith('Held back') ? [batchSize] : [],
      );
    const swept = [batchOf(1, 200), batchOf(2, 400), probe(32, 5000), batchOf(64, 7000)];
    expect(heldBack(swept)).toEqual([32]);
    expect(heldBack([batchOf(1, 200), probe(256, 7200)])).toEqual([256]);
  });

  it('is never worth what a probe claims, even where nothing else is trusted', () => {
    const tooFast = [1, 2, 32].map((batchSize) => batchOf(batchSize, 300_000));
    const row = sweepRow([...tooFast, probe(64, 7000)]);
    expect(row.batchSize).not.toBe(64);
    expect(row.speedupReason).toMatch(/^Held back/);
  });

  it('leaves out withheld batches', () => {
    const row = sweepRow([...results, batchOf(256, 300_000)]);
    expect(row.batchSize).toBe(64);
    expect(row.ladder?.map(({ batchSize }) => batchSize)).not.toContain(256);
  });

  it('needs three batches, one of which ran', () => {
    const metrics = (rows: Result[]) => board(rows).rows.map(({ metric }) => metric);
    expect(metrics([batchOf(1, 200), batchOf(64, 7000)])).toEqual(['latencyMs', 'samplesPerSecond']);
    expect(metrics([batchOf(1, 200), batchOf(64, 7000), end])).toEqual(['latencyMs', 'peakSamplesPerSecond']);
    const none = [1, 2, 4].map((batchSize) => without('failed', 'no driver', { ...onGpu, batchSize }));
    expect(board(none)).toMatchObject({ rows: [], gaps: { length: 3 } });
    const apart = [batchOf(1, 200), batchOf(2, 400), infer(900, 32, { ...onGpu, dtype: 'float16' })];
    expect(metrics(apart)).not.toContain('peakSamplesPerSecond');
  });

  it('whose best batch is a single sample inverts the interval of its latency', () => {
    const row = sweepRow([batchOf(1, 200), batchOf(2, 190), batchOf(32, 180)]);
    expect(row.batchSize).toBe(1);
    expect(row.latency).toBeNull();
    expect(row.ci!.low).toBeLessThan(row.value);
    expect(row.ci!.high).toBeGreaterThanOrEqual(row.value);
    expect(row.value).toBeCloseTo(200, -1);
  });
});
