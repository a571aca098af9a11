import { describe, expect, it } from 'vitest';
import { outcomeSchema } from '../data/contract/outcome.ts';
import { type EndedAttempt, toOutcome } from './outcome.ts';

type Done = Extract<EndedAttempt, { status: 'ok' }>;

function done(
  runIndex: number,
  changes: Partial<Done['result']> = {},
  peakMemory: Done['peakMemory'] = null,
): Done {
  return {
    status: 'ok',
    peakMemory,
    result: {
      type: 'result',
      engineVersion: '1.0',
      observed: { threads: 2 },
      repetition: {
        runIndex,
        coldStartNs: 5,
        warmUpSteps: 1,
        steady: true,
        samplesNs: [1, 2, 3, 4, 5, 6, 7, 8],
        samplesThinned: 0,
        itemsPerSample: 64,
      },
      check: { kind: 'output', rows: 8, maxRelativeError: 1e-7, tolerance: 1e-4, passed: true },
      peakMemory: null,
      extrapolated: { stepsTimed: 8, stepsPerEpoch: 469 },
      ...changes,
    },
  };
}

describe('toOutcome', () => {
  it('joins repetitions: the worst check, the highest peak of the first method, the fewest steps', () => {
    const bad = { kind: 'output', rows: 8, maxRelativeError: 1, tolerance: 1e-4, passed: false } as const;
    const outcome = toOutcome([
      done(0, {}, { bytes: 10, method: 'rss-peak' }),
      done(
        1,
        { check: bad, extrapolated: { stepsTimed: 5, stepsPerEpoch: 469 } },
        { bytes: 20, method: 'rss-peak' },
      ),
      done(2, {}, { bytes: 99, method: 'gpu-allocated' }),
    ]);
    expect(outcomeSchema.parse(outcome)).toMatchObject({
      status: 'ok',
      check: bad,
      peakMemory: { bytes: 20, method: 'rss-peak' },
      extrapolated: { stepsTimed: 5 },
    });
    expect(outcome).toHaveProperty('repetitions.length', 3);
  });

  it('keeps the finished repetitions of a cell that then broke', () => {
    const outcome = toOutcome([done(0), { status: 'timeout', reason: 'no result within the deadline' }]);
    expect(outcomeSchema.parse(outcome)).toMatchObject({ status: 'timeout', repetitions: [{ runIndex: 0 }] });
  });

  it('calls a cell unsupported only where nothing was measured', () => {
    const unsupported = { status: 'unsupported', reason: 'no such kernel' } as const;
    expect(toOutcome([unsupported])).toEqual(unsupported);
    expect(toOutcome([done(0), unsupported])).toMatchObject({ status: 'failed', reason: 'no such kernel' });
  });

  it('thins samples evenly and says how many were left out', () => {
    const outcome = toOutcome([done(0)], 4);
    expect(outcome).toMatchObject({ repetitions: [{ samplesNs: [1, 3, 5, 7], samplesThinned: 4 }] });
  });
});
