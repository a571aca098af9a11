import { describe, expect, it } from 'vitest';
import { prices } from '../../data/catalogue/index.ts';
import type { Row } from '../../data/contract/leaderboard.ts';
import type { Power } from '../../data/contract/outcome.ts';
import type { Result, Submission } from '../../data/contract/submission.ts';
import { quantile } from '../../data/derive/stats.ts';
import { toLeaderboard } from '../leaderboard.ts';
import { converge, infer, trained } from '../testing/mode-samples.ts';
import { changed, file, gpu, matmul, repetition, samples, submission, vgg } from '../testing/samples.ts';
import { costOf, hourlyPrice } from './cost.ts';

function rowOf(result: Result, change: Partial<Submission> = {}): Row {
  const parsed = toLeaderboard([file(submission([result], change))], [], Date.parse('2026-12-01'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  expect(parsed.value.rows).toHaveLength(1);
  return parsed.value.rows[0]!;
}
const flagIds = (row: Row) => row.flags.map(({ id }) => id);

const power: Power = {
  source: 'nvml-power',
  scope: 'gpu',
  idleWatts: 15,
  samples: Array.from({ length: 60 }, (_, i) => ({ atNs: i * 1e9, watts: i % 2 === 0 ? 90 : 110 })),
  lost: null,
};

describe('a row without counters', () => {
  it('has null for everything that was not measured', () => {
    expect(rowOf(matmul(0.3))).toMatchObject({
      latency: null,
      ladder: null,
      largestBatch: null,
      peakMemory: null,
      energy: null,
      cost: null,
      convergence: null,
      samplesPerSecond: null,
    });
  });
});

describe('a resumed run', () => {
  it('has a flag', () => {
    expect(flagIds(rowOf(matmul(0.3), { resumedAt: ['2026-11-22T14:00:00.000Z'] }))).toEqual(['resumed']);
    expect(flagIds(rowOf(matmul(0.3)))).toEqual([]);
  });
});

describe('latency', () => {
  it('has the 90th percentile of all samples of all repetitions', () => {
    const single = infer(100, 1);
    const row = rowOf(single);
    const all = single.outcome.status === 'ok' ? single.outcome.repetitions : [];
    const p90 =
      quantile(
        all.flatMap(({ samplesNs }) => samplesNs),
        0.9,
      ) / 1e6;
    expect(row).toMatchObject({ metric: 'latencyMs', unit: 'ms', latency: { samples: 120 } });
    expect(row.latency!.p90Ms).toBeCloseTo(p90, 9);
    expect(row.latency!.p90Ms).toBeGreaterThan(row.value);
    expect(row.samplesPerSecond).toBeCloseTo(1000 / row.value, 10);
    expect(flagIds(row)).toEqual([]);
  });

  it('has a flag if there are few samples', () => {
    const few = (count: number) =>
      rowOf(
        changed(infer(100, 1), () => ({
          repetitions: [{ ...repetition(1, 1), samplesNs: samples(1e7, count, 3), samplesThinned: 2000 }],
        })),
      );
    expect(flagIds(few(63))).toEqual(['single-run', 'few-latency-samples']);
    expect(flagIds(few(64))).toEqual(['single-run']);
  });
});

describe('drift', () => {
  const slower = (by: number) =>
    rowOf(
      changed(vgg(300), ({ repetitions: [first, second, third] }) => ({
        repetitions: [
          { ...third!, samplesNs: first!.samplesNs.map((ns) => Math.round(ns * by) + 1) },
          second!,
          first!,
        ],
      })),
    );

  it('compares the last repetition with the first in run order', () => {
    expect(slower(1.04).drift).toBeCloseTo(0.04, 6);
    expect(flagIds(slower(1.04))).not.toContain('drift');
    expect(slower(1.2).flags.find(({ id }) => id === 'drift')?.text).toBe(
      'The last repetition was 20 % slower than the first.',
    );
    expect(slower(0.8).flags.find(({ id }) => id === 'drift')?.text).toContain('20 % faster');
  });

  it('needs two repetitions', () => {
    expect(
      rowOf(changed(vgg(300), ({ repetitions }) => ({ repetitions: [repetitions[0]!] }))).drift,
    ).toBeNull();
  });
});

describe('energy', () => {
  const with100Watts = (result: Result) => rowOf(changed(result, () => ({ power }))).energy!;

  it('is the mean power times the seconds of an epoch, of 1000 samples or of a run', () => {
    const epoch = with100Watts(vgg(10, { device: gpu }));
    expect(epoch).toMatchObject({
      watts: 100,
      idleWatts: 15,
      source: 'nvml-power',
      scope: 'gpu',
      per: 'epoch',
    });
    expect(epoch.joules! / 100).toBeCloseTo(10, 0);
    const single = with100Watts(infer(200, 1, { device: gpu }));
    expect([single.per, Math.round(single.joules!)]).toEqual(['1000 samples', expect.closeTo(500, -1)]);
    const batch = with100Watts(infer(2000, 32, { device: gpu }));
    expect([batch.per, batch.joules]).toEqual(['1000 samples', expect.closeTo(50, 0)]);
    const runs = [0, 1, 2].map((runIndex) => trained([0.9, 0.99], runIndex));
    const run = with100Watts(converge(runs));
    expect([run.per, run.joules]).toEqual(['run', expect.closeTo(4400, -1)]);
  });

  it('has only watts for operations, and a flag if the counter stopped early', () => {
    expect(with100Watts(matmul(0.3))).toMatchObject({ watts: 100, joules: null, per: null });
    const lost = changed(vgg(10, { device: gpu }), () => ({
      power: { ...power, lost: 'the driver went away' },
    }));
    expect(rowOf(lost).flags.find(({ id }) => id === 'power-lost')?.text).toBe(
      'The power counter stopped before the end: the driver went away',
    );
  });
});

describe('cost', () => {
  it("is the workload's epochs at the submitter's price, with its inputs", () => {
    const { cost, value } = rowOf(vgg(72), { pricePerHourUsd: 0.5 });
    expect(cost).toMatchObject({
      epochs: 50,
      pricePerHourUsd: 0.5,
      source: 'Given by the submitter, 2026-11-22',
    });
    expect(cost!.hours).toBeCloseTo((50 * value) / 3600, 12);
    expect(cost!.usd).toBeCloseTo(cost!.hours * 0.5, 12);
  });

  it('uses the price list if the submitter gave no price', () => {
    const listed = prices.find(({ hardware }) => hardware === 'nvidia-geforce-rtx-4090')!;
    const { cost } = rowOf(vgg(5, { device: { ...gpu, name: 'NVIDIA GeForce RTX 4090' } }));
    expect(cost?.pricePerHourUsd).toBe(listed.pricePerHourUsd);
    expect(cost?.source).toBe(`${listed.offer}, ${listed.date}, ${listed.url}`);
    expect(rowOf(vgg(5, { device: gpu })).cost).toBeNull();
  });

  it('is computed for the time to a target and for epochs, and for no other metric', () => {
    const price = hourlyPrice({ pricePerHourUsd: 3.6, startedAt: '2026-11-22T12:00:00.000Z' }, null);
    expect(costOf({ epochsPerRun: 10 }, 'secondsToTarget', 1000, price)).toMatchObject({
      usd: 1,
      epochs: null,
    });
    expect(costOf({ epochsPerRun: 10 }, 'latencyMs', 1000, price)).toBeNull();
    expect(costOf({ epochsPerRun: null }, 'secondsPerEpoch', 1000, price)).toBeNull();
    expect(costOf({ epochsPerRun: 10 }, 'secondsToTarget', 1000, null)).toBeNull();
  });
});

describe('convergence', () => {
  const runs = [trained([0.9, 0.986], 0), trained([0.9, 0.97, 0.99], 1), trained([0.9, 0.97, 0.98], 2)];

  it('counts the runs that missed the target but not their time', () => {
    const row = rowOf(converge(runs));
    expect(row).toMatchObject({
      metric: 'secondsToTarget',
      unit: 's',
      n: 2,
      convergence: { target: 0.985, epochs: 2.5, runs: 3, reached: 2, dataSource: 'official' },
      samplesPerSecond: null,
    });
    expect(row.value).toBeCloseTo(55, 0);
    expect(row.flags.find(({ id }) => id === 'missed-target')?.text).toBe(
      '1 of 3 runs did not reach the target and are not counted.',
    );
    expect(row.comparisonKey).toBe(
      'suite-1 | mnist-cnn | converge | secondsToTarget | naive | float32 | batch 64',
    );
  });

  it('on generated samples or to another target has a separate comparison key', () => {
    const generated = rowOf(converge([trained([0.9, 0.99], 0, { dataSource: 'generated' })]));
    expect(generated.comparisonKey).toMatch(/ \| generated data$/);
    expect(generated.id).toMatch(/\.generated-data$/);
    expect(flagIds(generated)).toContain('generated-data');
    expect(generated.speedupReason).toBe('The work differs from that of the baseline: generated data.');
    const easier = rowOf(converge([trained([0.9, 0.99], 0, { target: 0.95 })]));
    expect(easier.comparisonKey).toMatch(/ \| target 0\.95$/);
  });
});
