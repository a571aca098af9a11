import { describe, expect, it } from 'vitest';
import type { Repetition } from '../../data/contract/repetition.ts';
import { sampleCell } from '../../data/testing/sample-cell.ts';
import { sampleOk } from '../../data/testing/sample-outcome.ts';
import { sampleRepetition } from '../../data/testing/sample-repetition.ts';
import type { Plan, PlannedCell } from '../plan/plan.ts';
import { toOutcome } from '../results/outcome.ts';
import { Journal, toAttempts } from './journal.ts';

const cell = sampleCell({ mode: 'infer', batchSize: 32 });
const planned = { cell, purpose: 'throughput', repetitions: 3 } as PlannedCell;
const plan = {
  cells: [planned],
  impossible: [],
  order: [0, 1, 2].map((runIndex) => ({ planned, runIndex })),
  batchSweeps: [],
} as unknown as Plan;
const repetition = (runIndex: number, ns = 1e9): Repetition =>
  sampleRepetition({
    runIndex,
    samplesNs: [ns, ns],
    itemsPerSample: 32,
  });
const ok = sampleOk([repetition(0), repetition(2, 5e8)], {
  observed: { threads: 2 },
  peakMemory: { bytes: 100, method: 'rss-peak' },
  power: {
    source: 'rapl',
    scope: 'package',
    idleWatts: 5,
    samples: [10, 20, 30].map((atNs) => ({ atNs, watts: atNs + 5 })),
    lost: null,
  },
});

it('repetitions read from a file result in the same outcome', () => {
  expect(toOutcome(toAttempts(ok))).toEqual(ok);
});

describe('Journal', () => {
  it('needs only the repetitions that are missing from an interrupted run', () => {
    const journal = new Journal(plan, [{ cell, outcome: ok }]);
    expect([0, 1, 2].map((runIndex) => journal.needs(planned, runIndex))).toEqual([false, true, false]);
    journal.add(planned, toAttempts({ ...ok, repetitions: [repetition(1)] })[0]!);
    expect(journal.results()).toMatchObject([{ outcome: { status: 'ok', repetitions: [{}, {}, {}] } }]);
  });

  it('measures skipped cells again, but not failed ones', () => {
    const skipped = new Journal(plan, [
      { cell, outcome: { status: 'skipped', reason: 'stopped', limit: null, needed: null } },
    ]);
    expect(skipped.needs(planned, 0)).toBe(true);
    const failed = { status: 'failed', reason: 'broke', repetitions: [repetition(0)] } as const;
    const journal = new Journal(plan, [{ cell, outcome: { ...failed, repetitions: [repetition(0)] } }]);
    expect(journal.needs(planned, 1)).toBe(false);
    expect(journal.results()).toEqual([{ cell, outcome: failed }]);
  });

  it('returns the batches of a sweep with their rates, including those of the interrupted run', () => {
    const larger = { ...cell, batchSize: 64 };
    const journal = new Journal(plan, [
      { cell: larger, outcome: { ...ok, repetitions: [repetition(0)] } },
      {
        cell: { ...cell, batchSize: 128 },
        outcome: { status: 'out-of-memory', reason: 'full', repetitions: [] },
      },
    ]);
    journal.add(planned, toAttempts(ok)[1]!);
    journal.skip({ ...cell, batchSize: 256 }, { reason: 'would need 9 GB', limit: 'memory', needed: 9e9 });
    expect(journal.batchesOf(cell).toSorted((a, b) => a.batchSize - b.batchSize)).toEqual([
      { batchSize: 32, samplesPerSecond: 64, peakBytes: null },
      { batchSize: 64, samplesPerSecond: 32, peakBytes: 100 },
      { batchSize: 128, samplesPerSecond: null, peakBytes: null },
      { batchSize: 256, samplesPerSecond: null, peakBytes: null },
    ]);
    expect(journal.results()).toHaveLength(4);
  });
});
