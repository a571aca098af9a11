import { describe, expect, it } from 'vitest';
import { sampleRow } from '../testing/sample-rows.ts';
import { measuredFacts } from './measured.ts';
import type { NamedRow } from './named-row.ts';

const facts = (changes: Partial<NamedRow>) => Object.fromEntries(measuredFacts(sampleRow(changes)));

describe('what was measured beside a value', () => {
  it('is nothing where nothing was', () => expect(measuredFacts(sampleRow())).toEqual([]));

  it('has both percentiles and the samples of a latency', () => {
    expect(facts({ value: 4.2, latency: { p90Ms: 4.61, samples: 1200 } })).toEqual({
      Latency: 'median 4.2 ms, 90th percentile 4.61 ms, of 1,200 single inferences',
    });
  });

  it('says once what a share of the peak is of', () => {
    const dtype = 'float32';
    expect(facts({ dtype, utilization: 0.4, utilizationOf: 'rated' })).toEqual({
      'Share of the peak': '40 % of the rated float32 peak',
    });
    expect(facts({ dtype, utilization: 0.4, utilizationOf: 'measured' })).toEqual({
      'Share of the peak':
        '40 % of the fastest float32 product of any engine in the same run; the rated peak is not known',
    });
  });

  it.each([
    ['memory', '64. Why.'],
    ['time', 'at least 64. Why.'],
    ['none', 'at least 64. Why.'],
  ] as const)('calls a batch the largest only where memory ended the ladder, not %s', (limit, text) => {
    expect(facts({ largestBatch: { batchSize: 64, limit, reason: 'Why.' } })).toEqual({
      'Largest batch': text,
    });
  });

  it.each([
    [0.031, 'the last repetition took 3.1 % longer than the first'],
    [-0.02, 'the last repetition took 2 % less than the first'],
    [0.0001, 'none between the first and the last repetition'],
  ])('says what a drift of %d means', (drift, text) => expect(facts({ drift }).Drift).toBe(text));

  it('names source and scope of power, and that idling was not read', () => {
    const energy = {
      source: 'rapl',
      scope: 'package',
      watts: 65.04,
      idleWatts: null,
      joules: 1980,
      per: 'epoch',
    } as const;
    expect(facts({ energy })).toEqual({
      Power: '65 W on average (idle not read), the processor package alone, by the RAPL counter',
      Energy: '1,980 J per epoch',
    });
  });

  it('shows the inputs of a cost', () => {
    const cost = { usd: 0.125, hours: 0.25, epochs: 50, pricePerHourUsd: 0.5, source: 'A list, 2026-09-20' };
    expect(facts({ cost })['Cost of a run']).toBe(
      '0.125 USD = 0.25 hours for 50 epochs x 0.5 USD an hour. Price: A list, 2026-09-20',
    );
    expect(facts({ cost: { ...cost, epochs: null } })['Cost of a run']).toContain('hours to the target x');
  });

  it('says plainly that data was generated, and how many runs missed', () => {
    const convergence = { target: 0.985, epochs: 4.5, runs: 3, reached: 2, dataSource: 'generated' } as const;
    expect(facts({ convergence })).toMatchObject({
      Target: '98.5 % of the evaluation set, after 4.5 epochs (median); 2 of 3 runs reached it',
      Data: expect.stringContaining('not the real data set'),
    });
  });

  it.each([
    [
      {
        kind: 'loss-trajectory',
        against: 'reference',
        maxRelativeError: 1.234e-6,
        tolerance: 0.001,
        why: null,
      },
      'losses and gradients of the first steps against a reference in float64: relative error 1.2e-6, allowed 0.001',
    ],
    [
      { kind: 'loss-trajectory', against: null, maxRelativeError: null, tolerance: null, why: null },
      'losses and gradients of the first steps are finite and the losses fall; no reference is kept for them yet',
    ],
    [
      { kind: 'next-token', against: 'itself', maxRelativeError: 0, tolerance: 0.02, why: null },
      'probabilities of the next token against those of the engine when it reads the prompt token by token: relative error 0, allowed 0.02',
    ],
    [
      {
        kind: 'none',
        against: null,
        maxRelativeError: null,
        tolerance: null,
        why: 'a program that shows no output',
      },
      'not at all: a program that shows no output',
    ],
  ] as const)('says what was checked: %j', (check, text) => {
    expect(facts({ check })).toEqual({ Checked: text });
  });
});
