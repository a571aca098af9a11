import { describe, expect, it } from 'vitest';
import type { Row } from '../../data/contract/leaderboard.ts';
import { AGREEMENT, ENOUGH_OWNERS } from '../../data/derive/agreement.ts';
import { subject, submission, vgg } from '../testing/samples.ts';
import { aggregate } from './aggregate.ts';
import type { Candidate } from './candidate.ts';
import { toCandidate } from './measured.ts';
import type { Run } from './run.ts';

const measured = subject(submission([vgg(300)]));
const base = toCandidate(measured.file, measured.measurements[0]!, { flags: [], withheld: null });

function candidate(value: number, change: Partial<Row> = {}, rest: Partial<Candidate> = {}): Candidate {
  return { ...base, row: { ...base.row, id: 'one', value, ci: null, ...change }, ...rest };
}

/** A value of one owner, of the given day. */
const on = (date: string, value: number, rest: Partial<Candidate> = {}, path = date) =>
  candidate(
    value,
    {
      date,
      n: 3,
      samplesPerSecond: 50_000 / value,
      sources: [{ path, by: 'contributor' as const, url: null, title: 't' }],
    },
    rest,
  );

/** A value of the given owner; each is added after those before it. */
let files = 0;
function by(owner: string, value: number, change: Partial<Row> = {}, run: Partial<Run> = {}): Candidate {
  files += 1;
  const path = `data/submissions/suite-1/${owner}-${files}.json`;
  const sources = [{ path, by: 'contributor' as const, url: null, title: 't' }];
  return candidate(
    value,
    { n: 3, sources, ...change },
    { runs: [{ ...base.runs[0]!, owner, path, addedOrder: files, ...run }] },
  );
}

/** The one row that the candidates become. */
function row(...candidates: Candidate[]) {
  const [one, ...others] = aggregate(candidates);
  expect(others).toEqual([]);
  // Neither names nor dates decide, so the order in which the files are read does not either.
  expect(aggregate(candidates.toReversed())[0]?.row).toEqual(one?.row);
  return one!.row;
}
const flagsOf = ({ flags }: Pick<Row, 'flags'>) => flags.map(({ id }) => id);

describe('aggregate, one owner', () => {
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
    const at = (date: string, value: number) => candidate(value, { date, ...rate });
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
});

describe('aggregate, several owners', () => {
  it('takes the median of owners that agree, over their machines, and tells machines, runs and repetitions apart', () => {
    const one = row(by('a', 100), by('a', 104), by('b', 110), by('c', 90));
    // The first owner has the median of two runs, 102.
    expect(one).toMatchObject({
      value: 102,
      machines: 3,
      runs: 4,
      n: 12,
      ci: { low: 90, high: 110, kind: 'range' },
      trust: 'consistent',
    });
    expect(one.sources).toHaveLength(4);
    expect(flagsOf(one)).toContain('several-machines');
  });

  it('has a 95 % interval of the median from six machines on', () => {
    const values = [100, 101, 102, 103, 104, 105, 106];
    expect(row(...values.map((value, index) => by(`owner-${index}`, value))).ci).toEqual({
      low: 100,
      high: 106,
      kind: '95%',
    });
  });

  it('has an interval of few machines that is not narrower than theirs, and no noise makes it wider than agreement', () => {
    const near = (low: number, high: number) => ({ ci: { low, high, kind: 'range' as const } });
    expect(row(by('a', 100, near(98, 103)), by('b', 101, near(99, 104))).ci).toEqual({
      low: 98,
      high: 104,
      kind: 'range',
    });
    const noisy = row(by('a', 100, near(98, 103)), by('b', 102, near(1, 9000)));
    expect(noisy.ci).toEqual({ low: 101 / AGREEMENT, high: 101 * AGREEMENT, kind: 'range' });
    // Where they are many, only what they are apart counts.
    const many = Array.from({ length: 6 }, (_, index) => by(`o-${index}`, 100 + index, near(1, 9000)));
    expect(row(...many).ci).toEqual({ low: 100, high: 105, kind: '95%' });
  });

  it('gives an owner with many files one vote', () => {
    const many = Array.from({ length: 50 }, () => by('liar', 110));
    expect(row(by('a', 100), by('b', 101), ...many)).toMatchObject({ value: 101, machines: 3, runs: 52 });
  });

  it('does not let a twin replace a row, however new it claims to be, and flags the dispute', () => {
    const honest = by('a', 300, { date: '2026-11-01' });
    const alone = row(honest);
    const twin = by('b', 30, { date: '2026-11-27' });
    const disputed = row(honest, twin);
    expect(disputed).toMatchObject({
      value: 300,
      machines: 1,
      runs: 1,
      date: '2026-11-01',
      trust: 'disputed',
    });
    expect(disputed.ci).toEqual(alone.ci);
    expect(disputed.sources).toEqual(alone.sources);
    expect(disputed.flags.at(-1)).toEqual({
      id: 'disputed',
      text: `Another owner measured 0.100 times this value on the same hardware; it stays at what was there first. See ${twin.runs[0]!.path}.`,
    });
  });

  it('does not take the date of a file for its age', () => {
    const honest = by('a', 300, { date: '2026-11-22' });
    expect(row(honest, by('b', 30, { date: '2001-01-01' })).value).toBe(300);
  });

  it.each([2, 3])('does not let %i liars outvote one who was first', (liars) => {
    const honest = by('a', 300);
    const lies = Array.from({ length: liars }, (_, index) => by(`liar-${index}`, 30));
    expect(row(honest, ...lies)).toMatchObject({ value: 300, machines: 1, trust: 'disputed' });
  });

  it('keeps the median of those that agree if others dispute it', () => {
    const honest = [by('a', 300), by('b', 310), by('c', 306)];
    const before = row(...honest);
    expect(row(...honest, by('liar', 10))).toMatchObject({ value: before.value, ci: before.ci, machines: 3 });
  });

  it('lets a majority of five known owners correct a first value that was wrong', () => {
    const others = [300, 301, 302, 303].map((value, index) => by(`honest-${index}`, value));
    const wrong = by('liar', 30, {}, { addedOrder: 0 });
    expect(others.length + 1).toBe(ENOUGH_OWNERS);
    expect(row(wrong, ...others.slice(1))).toMatchObject({ value: 30, trust: 'disputed' });
    const corrected = row(wrong, ...others);
    expect(corrected).toMatchObject({ value: 301, machines: 5, trust: 'consistent' });
    // Its texts are of the first who agrees.
    expect(corrected.sources[0]!.path).toContain('honest-0');
    expect(flagsOf(corrected)).not.toContain('disputed');
  });

  it('needs two thirds for a majority', () => {
    const honest = [100, 101, 102, 103].map((value, index) => by(`honest-${index}`, value));
    const lies = [10, 10.1, 10.2].map((value, index) => by(`liar-${index}`, value));
    // Four of seven agree: the first value and what agrees with it stays.
    expect(row(...honest, ...lies)).toMatchObject({ value: 101.5, machines: 4, trust: 'disputed' });
  });

  it('counts who changes their mind as newer than who agreed with them before', () => {
    const first = [by('squatter', 100), by('a', 102)];
    expect(row(...first, by('squatter', 10, { date: '2026-12-10' }))).toMatchObject({
      value: 102,
      machines: 1,
      trust: 'disputed',
    });
    // Measuring again with the same result costs nothing.
    const again = by('squatter', 101, { date: '2026-12-10' });
    expect(row(first[0]!, by('liar', 10), again).value).toBe(101);
  });

  it('takes texts and flags of the first owner, and flags of others only if most have them', () => {
    const battery = { flags: [{ id: 'on-battery', text: 'Measured on battery power.' }] };
    const one = row(by('a', 100, { flags: [] }), by('b', 101, battery), by('c', 99));
    expect(flagsOf(one)).toEqual(['several-machines']);
    expect(flagsOf(row(by('a', 100), by('b', 101, battery), by('c', 99, battery)))).toContain('on-battery');
  });

  it('is not moved by an interval or a number of repetitions that a stranger claims', () => {
    const wide = { ci: { low: 1e-9, high: 1e9, kind: 'range' as const }, n: 1_000_000 };
    expect(row(by('a', 300), by('b', 30, wide))).toMatchObject({ value: 300, n: 3, ci: null });
  });

  it('moves a row of two owners by at most half of what counts as agreement', () => {
    const moved = row(by('a', 100), by('b', 100 / AGREEMENT)).value;
    expect(moved).toBe(90);
    expect(row(by('a', 100), by('b', 100 / AGREEMENT - 0.01)).value).toBe(100);
  });

  it('never lets files of unknown owners form a majority', () => {
    const first = by('unknown', 300);
    const lies = Array.from({ length: 20 }, () => by('unknown', 30));
    expect(row(first, ...lies)).toMatchObject({ value: 300, machines: 1, trust: 'disputed' });
    expect(row(by('unknown', 300), by('unknown', 310))).toMatchObject({ value: 305, runs: 2 });
  });

  it('does not replace what is not ranked by the file of a stranger', () => {
    const unranked = { unranked: 'Smoke runs are not ranked.' };
    const honest = { ...by('a', 300, { date: '2026-11-01' }), ...unranked };
    const twin = { ...by('b', 30, { date: '2026-11-27' }), ...unranked };
    expect(row(honest, twin).value).toBe(300);
    expect(row(honest, twin, { ...by('c', 3), withheld: 'too fast' }).value).toBe(300);
    expect(row({ ...honest, ...unranked }, by('b', 200)).value).toBe(200);
  });

  it('states every software that the runs differ in', () => {
    const mixed = row(
      by('a', 100, {}, { engineVersion: '2.9.0', driver: '570.1', system: 'Debian 12', runner: '0.1.0' }),
      by('b', 101, {}, { engineVersion: '2.13.0', driver: '580.2', system: 'Windows 11', runner: '0.1.0' }),
      by('b', 101, {}, { engineVersion: '2.12.0', driver: '570.1', system: 'Windows 11', runner: '0.1.0' }),
    );
    expect(mixed.software).toBe('tfjs-wasm 2.9.0 to 2.13.0');
    expect(mixed.os).toBe('Debian 12 and Windows 11');
    expect(mixed.flags.at(-1)).toEqual({
      id: 'mixed-software',
      text: 'The runs differ in their software: tfjs-wasm 2.9.0 to 2.13.0; driver 570.1 and 580.2; Debian 12 and Windows 11.',
    });
    expect(
      row(by('a', 100, {}, { arch: 'arm64' }), by('b', 101, {}, { arch: 'x64' })).flags.at(-1)?.text,
    ).toBe('The runs differ in their software: built for arm64 and x64.');
    expect(flagsOf(row(by('a', 100), by('b', 101)))).not.toContain('mixed-software');
  });
});
