import { describe, expect, it } from 'vitest';
import { toPanels } from '../rows/compare.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { sampleRow, sampleRows } from '../testing/sample-rows.ts';
import { type FrameOptions, framesOf } from './frame.ts';

const reference = 'Intel Core i7-8700';
const samples = sampleRows();
const frame = (rows: readonly NamedRow[], options: Partial<FrameOptions> = {}) =>
  framesOf(toPanels(rows, null), { reference, ...options })[0]!;
const vgg = samples.filter(({ workload }) => workload === 'vgg16-cifar100');
const list = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    sampleRow({ id: `row ${i}`, value: 10 + i, speedup: 863 / (10 + i) }),
  );

describe('the frame of a chart', () => {
  it('has the rows in the order of the panel, the fastest rightmost, and starts their lines at 1.0x', () => {
    const { rows, one, title } = frame(vgg);
    expect(title).toBe('times as fast as i7-8700, log scale →');
    expect(rows.map(({ name, figure, value }) => [name, figure, value])).toEqual([
      ['RTX 2070', '47.9x', '18 s/epoch †'],
      ['M1 Max (32-core GPU)', '41.1x', '21 s/epoch †'],
      ['i7-8700', '1.00x', '863 s/epoch †'],
    ]);
    expect(rows[0]!.at).toBeGreaterThan(rows[1]!.at);
    expect(rows[2]!.at).toBe(one);
    expect(rows.map(({ from }) => from)).toEqual([one, one, one]);
  });

  it('shows values where there are no ratios, with faster to the right even for seconds', () => {
    const { rows, one, title, ticks } = frame(vgg.map((row) => ({ ...row, speedup: null })));
    expect(title).toBe('s/epoch, log scale, faster →');
    expect(one).toBeNull();
    expect(rows[0]!.at).toBeGreaterThan(rows[2]!.at);
    expect(ticks[0]!.at).toBeGreaterThan(ticks.at(-1)!.at);
  });

  it('has an interval where the row has one, on a reversed axis, too', () => {
    const [one] = frame([sampleRow({ speedup: null, ci: { low: 17, high: 20, kind: 'range' } }), ...vgg], {
      quantity: 'value',
    }).rows;
    const [left, right] = one!.interval!;
    expect(left).toBeLessThan(one!.at);
    expect(right).toBeGreaterThan(one!.at);
  });

  it('starts a linear axis at 0', () => {
    const { rows, ticks, title } = frame(vgg, { scale: 'linear' });
    expect(title).toBe('times as fast as i7-8700 →');
    expect(ticks[0]).toMatchObject({ at: 0, text: '0x' });
    expect(rows[2]!.at).toBeCloseTo(1 / 48.9, 2);
  });

  it('says what marks a software GPU', () => {
    const software = frame(samples.filter(({ workload }) => workload === 'matmul')).rows.find(
      ({ kind }) => kind === 'software',
    );
    expect(software?.settings).toBe('emulated GPU');
  });
});

describe('the charts of a page', () => {
  it('share the axis of ratios, and that of values of one unit', () => {
    const own = { comparisonKey: 'another', recipe: 'optimized' } as const;
    const others = [
      sampleRow({ ...own, id: 'x', value: 400, speedup: 2 }),
      sampleRow({ ...own, id: 'y', value: 200, speedup: 4 }),
    ];
    const [first, second] = framesOf(toPanels([...vgg, ...others], null), { reference });
    expect(second!.ticks).toEqual(first!.ticks);
    expect(second!.one).toBe(first!.one);
    const alone = frame(others);
    expect(alone.ticks).not.toEqual(second!.ticks);
  });
});

describe('a quantity', () => {
  const energy = { source: 'rapl', scope: 'package', idleWatts: null, joules: 1, per: 'epoch' } as const;
  const rows = [
    sampleRow({ id: 'fast', value: 10, samplesPerSecond: 5000, energy: { ...energy, watts: 500 } }),
    sampleRow({ id: 'frugal', value: 20, samplesPerSecond: 2500, energy: { ...energy, watts: 50 } }),
    sampleRow({ id: 'unknown', name: 'AMD EPYC', value: 30 }),
  ];

  it('sorts the rows by itself, and lists those that lack it', () => {
    const { rows: drawn, missing, title } = frame(rows, { quantity: 'watt' });
    expect(drawn.map(({ id, figure }) => [id, figure])).toEqual([
      ['frugal', '50'],
      ['fast', '10'],
    ]);
    expect(drawn[0]!.settings).toBe('processor package alone');
    expect(title).toBe('samples/J, power measured, log scale →');
    expect(missing).toBe('Power not measured: EPYC TensorFlow CUDA.');
  });

  it('says its one row in a sentence', () => {
    const only = [...rows.slice(0, 1), ...rows.slice(2)];
    expect(frame(only, { quantity: 'watt' }).only).toBe(
      'One row: RTX 2070, TensorFlow CUDA, 10 samples/J, 10 s/epoch †',
    );
    expect(frame(rows, { quantity: 'watt' }).only).toBeNull();
  });

  it('names the source of prices once, below the chart', () => {
    const cost = { usd: 1, hours: 1, epochs: 1, pricePerHourUsd: 1 };
    const [one, other] = ['https://cloud.example/prices', 'the submitter'];
    const priced = (sources: readonly string[]) =>
      sources.map((source, i) =>
        sampleRow({ id: `p${i}`, value: 10 + i, cost: { ...cost, usd: 1 + i, source } }),
      );
    const alike = frame(priced([one!, one!]), { quantity: 'price' });
    expect(alike.sources).toBe('Price: https://cloud.example/prices.');
    expect(alike.rows.map(({ settings }) => settings)).toEqual(['', '']);
    const two = frame(priced([one!, other!]), { quantity: 'price' });
    expect(two.sources).toBe('Prices: (1) https://cloud.example/prices; (2) the submitter.');
    expect(two.rows.map(({ settings }) => settings)).toEqual(['price 1', 'price 2']);
    expect(frame(rows, { quantity: 'watt' }).sources).toBeNull();
  });

  it('names only some of many that lack it', () => {
    const many = Array.from({ length: 20 }, (_, i) =>
      sampleRow({ id: `m${i}`, name: `Chip ${i}`, value: 40 + i }),
    );
    expect(frame([...rows, ...many], { quantity: 'watt' }).missing).toMatch(
      /Chip 6 TensorFlow CUDA and 13 more\.$/,
    );
  });
});

describe('a long list', () => {
  it('is drawn whole up to two rows above the limit', () => {
    const { rows, rest } = frame(list(32));
    expect(rows).toHaveLength(32);
    expect(rest).toEqual({ wide: 0, narrow: 17 });
    expect(rows.filter(({ wideOnly }) => !wideOnly)).toHaveLength(15);
  });

  it('is cut, and says how many rows are left out, fewer on a wide screen', () => {
    const { rows, rest, description } = frame(list(1000));
    expect(rows).toHaveLength(30);
    expect(rest).toEqual({ wide: 970, narrow: 985 });
    expect(description).toContain('Chart of 30 of 1000 rows');
  });

  it('draws the rows that are selected, with the numbers left out between them', () => {
    const select = (_: unknown, most: number) => (most === 30 ? [0, 1, 500, 501, 999] : [0, 501]);
    const { rows, rest } = frame(list(1000), { select });
    expect(rows.map(({ skipped }) => skipped)).toEqual([
      { wide: 0, narrow: 0 },
      { wide: 0, narrow: 0 },
      { wide: 498, narrow: 499 },
      { wide: 0, narrow: 500 },
      { wide: 497, narrow: 497 },
    ]);
    expect(rows.map(({ wideOnly }) => wideOnly)).toEqual([false, true, true, false, true]);
    expect(rest).toEqual({ wide: 0, narrow: 498 });
  });

  it('marks what is the visitor’s', () => {
    const rows = frame(vgg, { mine: ['intel-core-i7-8700'] }).rows;
    expect(rows.map(({ mine }) => mine)).toEqual([false, false, true]);
    expect(rows.map(({ one }) => one)).toEqual([false, false, true]);
  });
});
