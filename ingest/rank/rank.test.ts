import { describe, expect, it } from 'vitest';
import type { Row } from '../../data/contract/leaderboard.ts';
import { aggregate } from '../candidates/aggregate.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { toCandidate } from '../candidates/measured.ts';
import { file, subject, submission, vgg } from '../testing/samples.ts';
import { placesOf } from './rank.ts';

const measured = subject(submission([vgg(300)]));
const base = toCandidate(measured.file, measured.measurements[0]!, { flags: [], withheld: null });

function candidate(
  id: string,
  value: number,
  change: Partial<Row> = {},
  rest: Partial<Candidate> = {},
): Candidate {
  return { ...base, row: { ...base.row, id, value, ci: null, ...change }, ...rest };
}
const within = (low: number, high: number) => ({ ci: { low, high, kind: 'range' as const } });
const ranks = (candidates: Candidate[]) => {
  const places = placesOf(candidates);
  return candidates.map(({ row }) => [places.get(row.id)?.rank, ...(places.get(row.id)?.rankBand ?? [])]);
};

describe('placesOf', () => {
  it('ranks seconds from the smallest, rates from the largest', () => {
    expect(ranks([candidate('a', 30), candidate('b', 10), candidate('c', 20)])).toEqual([
      [3, 3, 3],
      [1, 1, 1],
      [2, 2, 2],
    ]);
    const rates = { metric: 'tflops' as const };
    expect(ranks([candidate('a', 30, rates), candidate('b', 10, rates)])).toEqual([
      [1, 1, 1],
      [2, 2, 2],
    ]);
  });

  it('lets equal values share a place and skips the next one', () => {
    expect(ranks([candidate('a', 10), candidate('b', 10), candidate('c', 11)])).toEqual([
      [1, 1, 2],
      [1, 1, 2],
      [3, 3, 3],
    ]);
  });

  it('widens the band of a place by every interval that overlaps', () => {
    const candidates = [
      candidate('a', 10, within(9, 12)),
      candidate('b', 11, within(10, 13)),
      candidate('c', 20, within(19, 21)),
    ];
    expect(ranks(candidates)).toEqual([
      [1, 1, 2],
      [2, 1, 2],
      [3, 3, 3],
    ]);
  });

  it('ranks only within one comparison key', () => {
    expect(ranks([candidate('a', 10), candidate('b', 20, { comparisonKey: 'other' })])).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ]);
  });

  it('does not rank withheld and unranked candidates, and gives the reason', () => {
    const places = placesOf([
      candidate('a', 1, {}, { unranked: 'Smoke runs are not ranked.' }),
      candidate('b', 2, {}, { withheld: 'too fast' }),
      candidate('c', 3),
    ]);
    expect([...places].map(([id, { rank, rankReason }]) => [id, rank, rankReason]).sort()).toEqual([
      ['a', null, 'Smoke runs are not ranked.'],
      ['b', null, 'Held back: too fast.'],
      ['c', 1, null],
    ]);
  });
});

describe('aggregate', () => {
  const on = (date: string, value: number, rest: Partial<Candidate> = {}, path = date) =>
    candidate(
      'one',
      value,
      { date, n: 3, samplesPerSecond: 50_000 / value, sources: [{ path, url: null, title: 't' }] },
      rest,
    );

  it('takes the median of one week, not the best, and keeps every source', () => {
    const [one, ...rest] = aggregate([on('2026-11-20', 10), on('2026-11-22', 30), on('2026-11-27', 20)]);
    expect(rest).toEqual([]);
    expect(one?.row).toMatchObject({
      value: 20,
      n: 9,
      date: '2026-11-27',
      ci: { low: 10, high: 30, kind: 'range' },
    });
    expect(one?.row.sources).toHaveLength(3);
    expect(one?.row.flags.map(({ id }) => id)).toContain('several-submissions');
  });

  it('derives the throughput from the median of two', () => {
    const [one] = aggregate([on('2026-11-20', 10), on('2026-11-22', 30)]);
    expect(one?.row.value).toBe(20);
    expect(one?.row.samplesPerSecond).toBeCloseTo(2500, 6);
  });

  it('scales the fields that depend on the value, and takes the worst of the others', () => {
    const cost = { usd: 30, hours: 60, epochs: 50, pricePerHourUsd: 0.5, source: 'x' };
    const energy = {
      source: 'rapl',
      scope: 'package',
      watts: 100,
      idleWatts: null,
      joules: 3000,
      per: 'epoch',
    } as const;
    const convergence = {
      target: 0.9,
      epochs: 3,
      runs: 3,
      reached: 2,
      dataSource: 'official' as const,
    };
    const on20 = on('2026-11-22', 10);
    const on22 = on('2026-11-23', 30);
    const memory = (bytes: number, method: 'rss-peak' | 'gpu-allocated') => ({
      peakMemory: { bytes, method },
    });
    const [one] = aggregate([
      { ...on20, row: { ...on20.row, energy, cost, convergence, drift: -0.2, ...memory(9, 'rss-peak') } },
      { ...on22, row: { ...on22.row, energy, cost, convergence, drift: 0.1, ...memory(5, 'rss-peak') } },
    ]);
    expect(one?.row).toMatchObject({
      value: 20,
      energy: { joules: 2000, watts: 100 },
      cost: { usd: 20, hours: 40, epochs: 50 },
      convergence: { runs: 6, reached: 4, epochs: 3 },
      drift: -0.2,
      peakMemory: { bytes: 9 },
    });
    const [other] = aggregate([
      { ...on20, row: { ...on20.row, ...memory(9, 'gpu-allocated') } },
      { ...on22, row: { ...on22.row, ...memory(5, 'rss-peak') } },
    ]);
    expect(other?.row.peakMemory).toEqual({ bytes: 5, method: 'rss-peak' });
  });

  it('scales a percentile with the median', () => {
    const rate = { metric: 'latencyMs' as const, latency: { p90Ms: 36, samples: 100 } };
    const at = (date: string, value: number) => candidate('one', value, { date, ...rate });
    const [one] = aggregate([at('2026-11-22', 10), at('2026-11-23', 30)]);
    expect(one?.row.latency).toEqual({ p90Ms: 24, samples: 100 });
  });

  it('drops results that are more than a week older than the newest', () => {
    const [one] = aggregate([on('2026-11-01', 10), on('2026-11-09', 30)]);
    expect(one?.row).toMatchObject({ value: 30, n: 3, date: '2026-11-09' });
    expect(one?.row.sources.map(({ path }) => path)).toEqual(['2026-11-09']);
  });

  it('never combines withheld or unranked values with ranked ones', () => {
    const held = on('2026-11-28', 1, { withheld: 'too fast' });
    expect(aggregate([on('2026-11-27', 20), held]).map(({ row }) => row.value)).toEqual([20]);
    expect(aggregate([held]).map(({ row }) => row.value)).toEqual([1]);
  });

  it('gives the same for any order of the files', () => {
    const files = [on('2026-11-22', 10, {}, 'a'), on('2026-11-22', 12, {}, 'b')];
    expect(aggregate(files.toReversed())).toEqual(aggregate(files));
  });

  it('builds the id of a measured candidate from machine and cell', () => {
    expect(file(submission([])).path).toBe('data/submissions/suite-1/a.json');
    expect(base.row.id).toBe(
      'intel-core-i7-8700-cpu-nvidia-geforce-rtx-4070-super-32gb-debian-gnu-linux.vgg16-cifar100.train.tfjs-wasm.cpu.intel-core-i7-8700-cpu-3-20ghz.optimized.float32.batch256',
    );
  });
});
