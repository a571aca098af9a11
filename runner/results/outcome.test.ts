import { describe, expect, it } from 'vitest';
import { outcomeSchema } from '../../data/contract/outcome.ts';
import { sampleCheck } from '../../data/testing/sample-outcome.ts';
import { sampleRepetition } from '../../data/testing/sample-repetition.ts';
import { type EndedAttempt, toOutcome } from './outcome.ts';

type Done = Extract<EndedAttempt, { status: 'ok' }>;

function done(
  runIndex: number,
  changes: Partial<Done['result']> = {},
  { peakMemory = null, power = null }: Partial<Pick<Done, 'peakMemory' | 'power'>> = {},
): Done {
  return {
    status: 'ok',
    peakMemory,
    power,
    result: {
      type: 'result',
      engineVersion: '1.0',
      observed: { threads: 2 },
      repetition: sampleRepetition({
        runIndex,
        coldStartNs: 5,
        samplesNs: [1, 2, 3, 4, 5, 6, 7, 8],
        itemsPerSample: 64,
      }),
      check: sampleCheck(),
      peakMemory: null,
      extrapolated: { stepsTimed: 8, stepsPerEpoch: 469 },
      ...changes,
    },
  };
}

describe('toOutcome', () => {
  it('combines repetitions: the worst check, the highest peak of the first method, the fewest steps', () => {
    const bad = sampleCheck({ maxRelativeError: 1, passed: false });
    const outcome = toOutcome([
      done(0, {}, { peakMemory: { bytes: 10, method: 'rss-peak' } }),
      done(
        1,
        { check: bad, extrapolated: { stepsTimed: 5, stepsPerEpoch: 469 } },
        { peakMemory: { bytes: 20, method: 'rss-peak' } },
      ),
      done(2, {}, { peakMemory: { bytes: 99, method: 'gpu-allocated' } }),
    ]);
    expect(outcomeSchema.parse(outcome)).toMatchObject({
      status: 'ok',
      check: bad,
      peakMemory: { bytes: 20, method: 'rss-peak' },
      extrapolated: { stepsTimed: 5 },
    });
    expect(outcome).toHaveProperty('repetitions.length', 3);
  });

  it('takes a failed check for worse than a passed one with a larger error', () => {
    const failed = sampleCheck({ maxRelativeError: 0.1, passed: false });
    const coarse = sampleCheck({ maxRelativeError: 0.9 });
    const outcome = toOutcome([
      done(0, { check: coarse }),
      done(1, { check: failed }),
      done(2, { check: coarse }),
    ]);
    expect(outcome).toMatchObject({ check: failed });
  });

  it('keeps the finished repetitions of a cell that then failed', () => {
    const outcome = toOutcome([done(0), { status: 'timeout', reason: 'no result within the deadline' }]);
    expect(outcomeSchema.parse(outcome)).toMatchObject({ status: 'timeout', repetitions: [{ runIndex: 0 }] });
  });

  it('is unsupported only if nothing was measured', () => {
    const unsupported = { status: 'unsupported', reason: 'no such kernel' } as const;
    expect(toOutcome([unsupported])).toEqual(unsupported);
    expect(toOutcome([done(0), unsupported])).toMatchObject({ status: 'failed', reason: 'no such kernel' });
  });

  it('thins samples evenly and counts those that were dropped', () => {
    const outcome = toOutcome([done(0)], 4);
    expect(outcome).toMatchObject({ repetitions: [{ samplesNs: [1, 3, 5, 7], samplesThinned: 4 }] });
  });
});

describe('the power of a cell', () => {
  const power = (readings: [number, number][], lost: string | null = null): NonNullable<Done['power']> => ({
    source: 'rapl',
    scope: 'package',
    idleWatts: 9,
    samples: readings.map(([atNs, watts]) => ({ atNs, watts })),
    lost,
  });
  const join = (powers: Done['power'][], maxSamples?: number) => {
    const outcome = toOutcome(
      powers.map((one, runIndex) => done(runIndex, {}, { power: one })),
      maxSamples,
    );
    return outcomeSchema.parse(outcome).status === 'ok' && 'power' in outcome ? outcome.power : undefined;
  };

  it('is null if there were no readings', () => {
    expect(join([null, null])).toBeNull();
  });

  it('continues from repetition to repetition', () => {
    const both = join([
      power([
        [100, 50],
        [200, 60],
      ]),
      power([
        [100, 70],
        [300, 80],
      ]),
    ]);
    expect(both).toEqual(
      power([
        [100, 50],
        [200, 60],
        [300, 70],
        [500, 80],
      ]),
    );
  });

  it('reports a lost meter, or the number of repetitions without readings', () => {
    expect(join([power([[1, 5]]), power([[1, 5]], 'RAPL ended')])?.lost).toBe('RAPL ended');
    expect(join([power([[1, 5]]), null, null])?.lost).toBe('no readings in 2 of 3 repetitions');
  });

  it('does not mix readings of different meters', () => {
    const other = { ...power([[1, 99]]), source: 'ioreport' as const };
    expect(join([power([[1, 5]]), other])?.samples).toEqual([{ atNs: 1, watts: 5 }]);
  });

  it('is thinned evenly', () => {
    const readings = Array.from({ length: 40 }, (_, i): [number, number] => [i, i]);
    expect(join([power(readings)], 40)?.samples.map(({ atNs }) => atNs)).toEqual([
      0, 4, 8, 12, 16, 20, 24, 28, 32, 36,
    ]);
  });
});

describe('training to a target', () => {
  const runs = (reached: boolean[]) =>
    toOutcome(
      reached.map((hit, runIndex) => {
        const epoch = { trainNs: 4, evaluateNs: 1, loss: 0.1, accuracy: hit ? 0.98 : 0.95 };
        const epochs = [{ ...epoch, accuracy: 0.9 }, epoch];
        const convergence = {
          target: 0.97,
          reached: hit,
          seed: runIndex,
          dataSource: 'official' as const,
          epochs,
        };
        const { repetition } = done(runIndex).result;
        return done(runIndex, { repetition: { ...repetition, samplesNs: [5, 5], convergence } });
      }),
    );

  it.each([
    ['all of three reach', [true, true, true]],
    ['one of three misses', [true, false, true]],
  ])('is ok where %s', (_, reached) => {
    expect(outcomeSchema.parse(runs(reached)).status).toBe('ok');
  });

  it.each([[[false]], [[false, true]], [[true, false, false]]])(
    'fails if more than a third miss the target: %j',
    (reached) => {
      const outcome = outcomeSchema.parse(runs(reached));
      expect(outcome).toMatchObject({
        status: 'failed',
        repetitions: reached.map((_, runIndex) => ({ runIndex })),
      });
    },
  );

  it('reports how many missed the target, by how much and within how many epochs', () => {
    expect(runs([true, false, false])).toHaveProperty(
      'reason',
      '2 of 3 training runs missed the target accuracy of 97.0 % within 2 epochs (the best reached 95.0 %)',
    );
  });
});
