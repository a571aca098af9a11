import { describe, expect, test } from 'vitest';
import type { Timing } from '../protocol/messages.ts';
import type { Clock } from './clock.ts';
import { measure, thin } from './measure.ts';

const MS = 1e6;

/** A clock that advances only during samples, by the listed durations (the last one repeats). */
function steppedTask(durationsMs: number[]) {
  let nowNs = 5 * MS;
  let taken = 0;
  const clock: Clock = { nowNs: () => nowNs, wallMs: () => 1_700_000_000_000 + nowNs / MS };
  const sample = async () => {
    nowNs += durationsMs[Math.min(taken++, durationsMs.length - 1)]! * MS;
  };
  return { clock, task: { sample }, taken: () => taken };
}

const timing = (changes: Partial<Timing> = {}): Timing => ({
  minWarmUpSteps: 3,
  minWarmUpMs: 0,
  minSamples: 5,
  minMeasureMs: 0,
  maxMeasureMs: 100_000,
  exactSamples: null,
  ...changes,
});

const run = async (durationsMs: number[], changes: Partial<Timing> = {}) => {
  const { clock, task, taken } = steppedTask(durationsMs);
  const reports: [string, number, number][] = [];
  const measured = await measure(task, timing(changes), clock, (...report) => {
    reports.push(report);
  });
  return { ...measured, taken: taken(), reports };
};

describe('the warm-up', () => {
  test('ends after the minimum number of steps if steady', async () => {
    const { warmUpSteps, steady, samplesNs } = await run([10]);
    expect({ warmUpSteps, steady }).toEqual({ warmUpSteps: 3, steady: true });
    expect(samplesNs).toEqual([10, 10, 10, 10, 10].map((ms) => ms * MS));
  });

  test('lasts at least its minimum duration', async () => {
    expect((await run([10], { minWarmUpMs: 95 })).warmUpSteps).toBe(10);
  });

  test('continues until steady and keeps the slow start out of the samples', async () => {
    const { warmUpSteps, steady, samplesNs } = await run([90, 50, 20, 10], { minWarmUpMs: 200 });
    expect(steady).toBe(true);
    expect(warmUpSteps).toBeGreaterThan(4);
    expect(new Set(samplesNs)).toEqual(new Set([10 * MS]));
  });

  test('ends after three times its minimum and reports that it was not steady', async () => {
    const growing = Array.from({ length: 200 }, (_, i) => 10 + 5 * i);
    const { warmUpSteps, steady } = await run(growing, { minWarmUpMs: 100 });
    expect(steady).toBe(false);
    const warmUpMs = growing.slice(0, warmUpSteps).reduce((sum, ms) => sum + ms);
    expect(warmUpMs).toBeGreaterThanOrEqual(300);
    expect(warmUpMs - growing[warmUpSteps - 1]!).toBeLessThan(300);
  });

  test('never exceeds the time budget', async () => {
    const { warmUpSteps, samplesNs } = await run([500], { minWarmUpSteps: 50, maxMeasureMs: 1000 });
    expect([warmUpSteps, samplesNs.length]).toEqual([2, 2]);
  });

  test('can be skipped and then does not count as steady', async () => {
    const { warmUpSteps, warmUpNs, steady } = await run([10], { minWarmUpSteps: 0 });
    expect([warmUpSteps, warmUpNs, steady]).toEqual([0, 0, false]);
  });

  test('says how long it took, with what happens between its steps', async () => {
    const { clock, task } = steppedTask([10]);
    const ready = () => task.sample();
    const { warmUpNs, elapsedNs } = await measure({ ...task, ready }, timing({}), clock, () => undefined);
    expect([warmUpNs, elapsedNs]).toEqual([3 * 20 * MS, 5 * 20 * MS]);
  });
});

describe('measuring', () => {
  test('lasts at least its minimum duration', async () => {
    expect((await run([10], { minMeasureMs: 101 })).samplesNs).toHaveLength(11);
  });

  test('stops at the time budget before the minimum number of samples, but takes at least one', async () => {
    expect((await run([400], { maxMeasureMs: 1000 })).samplesNs).toHaveLength(3);
    expect((await run([5000], { maxMeasureMs: 1000 })).samplesNs).toHaveLength(1);
  });

  test('takes an exact number of samples regardless of the other limits', async () => {
    const { samplesNs } = await run([400], { exactSamples: 7, maxMeasureMs: 1000, minSamples: 2 });
    expect(samplesNs).toHaveLength(7);
  });

  test('records a sample below the clock resolution as one nanosecond', async () => {
    const { samplesNs, elapsedNs } = await run([0], { exactSamples: 2 });
    expect([samplesNs, elapsedNs]).toEqual([[1, 1], 1]);
  });

  test('thins samples beyond what a file may hold and counts the dropped ones', async () => {
    const { samplesNs, samplesThinned, elapsedNs } = await run([1], { minSamples: 12_000 });
    expect([samplesNs.length, samplesThinned, elapsedNs]).toEqual([5000, 7000, 12_000 * MS]);
  });

  test('reports increasing progress within each phase', async () => {
    const { reports } = await run([100], { minWarmUpMs: 1000, minMeasureMs: 2000 });
    const measuring = reports.filter(([phase]) => phase === 'measure');
    expect(measuring.map(([, fraction]) => fraction)).toEqual([
      0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9,
    ]);
    expect(measuring[0]?.[2]).toBeCloseTo(2000);
    expect(measuring[1]?.[2]).toBeCloseTo(1800);
    const [phase, fraction, remainingMs] = reports[0]!;
    expect([phase, fraction]).toEqual(['warm-up', 0.2]);
    expect(remainingMs).toBeCloseTo(800 + 2000);
  });
});

describe('a budget', () => {
  const within = async (endMs: number, durationMs: number, changes: Partial<Timing>) => {
    const { clock, task } = steppedTask([durationMs]);
    // The clock starts at 5 ms.
    return measure(task, timing(changes), clock, () => undefined, (5 + endMs) * MS);
  };

  test('ends an exact number of samples early and keeps those it has', async () => {
    const { samplesNs } = await within(1000, 100, { exactSamples: 1000, minWarmUpSteps: 0 });
    expect(samplesNs).toHaveLength(10);
  });

  test('leaves half of its time to the samples if the warm-up is long', async () => {
    const { warmUpSteps, samplesNs } = await within(1000, 100, { minWarmUpSteps: 50, minSamples: 50 });
    expect([warmUpSteps, samplesNs.length]).toEqual([5, 5]);
  });

  test('that is over already still allows one sample', async () => {
    const { warmUpSteps, samplesNs } = await within(-100, 100, { exactSamples: 7 });
    expect([warmUpSteps, samplesNs.length]).toEqual([1, 1]);
  });
});

describe('a clock that jumps', () => {
  /** Takes ten samples of 100 ms and moves both clocks during sample number `at`. */
  const runWithJump = async (at: number, monotonicMs: number, wallMs: number) => {
    let nowMs = 1000;
    let offsetMs = 0;
    let taken = 0;
    const clock: Clock = { nowNs: () => nowMs * MS, wallMs: () => nowMs + offsetMs };
    const sample = async () => {
      taken += 1;
      nowMs += taken === at ? 100 + monotonicMs : 100;
      if (taken === at) offsetMs += wallMs - monotonicMs;
    };
    const within = timing({ exactSamples: 10, minWarmUpSteps: 2, minWarmUpMs: 1 });
    return measure({ sample }, within, clock, () => undefined);
  };

  test('fails the repetition after a suspend or a time correction', async () => {
    await expect(runWithJump(5, 0, 3_600_000)).rejects.toThrow(
      'the clock jumped by +3600.000 s while measuring (a suspend or a corrected time?); measure again',
    );
    await expect(runWithJump(5, 0, -101)).rejects.toThrow(/jumped by -0\.101 s/);
  });

  test('does not count a pause of the process between the two reads', async () => {
    let [reads, nowMs] = [0, 0];
    const clock: Clock = {
      nowNs: () => nowMs * MS,
      wallMs: () => {
        // Another program runs for a second at the begin and at the end.
        if (reads === 0 || reads === 2) nowMs += 1000;
        reads++;
        return nowMs;
      },
    };
    const sample = async () => {
      nowMs += 100;
    };
    const within = timing({ minSamples: 10, minMeasureMs: 0, maxMeasureMs: 10_000 });
    const { samplesNs } = await measure({ sample }, within, clock, () => undefined);
    expect(samplesNs).toHaveLength(10);
    expect(reads).toBe(4);
  });

  test('fails the repetition if the monotonic clock goes backwards', async () => {
    await expect(runWithJump(5, -300, -300)).rejects.toThrow(/jumped by -0\.200 s/);
  });

  test('is ignored during the warm-up or below 100 ms', async () => {
    expect((await runWithJump(2, 0, 3_600_000)).samplesNs).toHaveLength(10);
    expect((await runWithJump(5, 0, 99)).samplesNs).toHaveLength(10);
  });

  test('is tolerated up to 1 % of a long loop', async () => {
    let ms = 0;
    const clock: Clock = { nowNs: () => ms * MS, wallMs: () => ms * 1.009 };
    const sample = async () => {
      ms += 60_000;
    };
    const task = { sample };
    const within = timing({ exactSamples: 10, minWarmUpSteps: 0 });
    expect((await measure(task, within, clock, () => undefined)).samplesNs).toHaveLength(10);
    const fast: Clock = { ...clock, wallMs: () => ms * 1.011 };
    await expect(measure(task, within, fast, () => undefined)).rejects.toThrow(/jumped by \+6\.600 s/);
  });
});

test('thin keeps the order and the first value', () => {
  expect(thin([1, 2, 3, 4, 5, 6], 3)).toEqual([1, 3, 5]);
  expect(thin([1, 2], 3)).toEqual([1, 2]);
});
