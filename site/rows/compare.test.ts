import { describe, expect, it } from 'vitest';
import { sampleRow, sampleRows } from '../testing/sample-rows.ts';
import { DEFAULT_SORT, isSweep, ownSettings, toPanels } from './compare.ts';
import type { NamedRow } from './named-row.ts';

const entries = sampleRows();
const vgg = entries.filter(({ workload }) => workload === 'vgg16-cifar100');
const matmul = entries.filter(({ workload }) => workload === 'matmul');
const [i7, m1] = vgg;
const ids = (panels: ReturnType<typeof toPanels>) =>
  panels.map(({ rows }) => rows.map(({ entry }) => entry.id));

describe('order', () => {
  it('is fastest first, whichever way the metric counts', () => {
    expect(ids(toPanels(vgg, null))).toEqual([['rtx', 'm1', 'i7']]);
    expect(ids(toPanels(matmul, null))).toEqual([['xeon', 'swiftshader']]);
  });

  it.each([
    [{ by: 'speed', descending: false }, ['i7', 'm1', 'rtx']],
    [{ by: 'name', descending: false }, ['m1', 'i7', 'rtx']],
    [{ by: 'name', descending: true }, ['rtx', 'i7', 'm1']],
  ] as const)('follows %j', (sort, expected) => {
    expect(ids(toPanels(vgg, null, [], sort))).toEqual([expected]);
  });

  it('does not depend on the order of the file where rows tie', () => {
    const tied = ['b', 'a', 'c'].map((id) => sampleRow({ id }));
    expect(ids(toPanels(tied, null))).toEqual(ids(toPanels(tied.toReversed(), null)));
  });
});

describe('ratios', () => {
  it('are the speedups over the i7-8700 by default', () => {
    const [panel] = toPanels(vgg, null);
    expect(panel?.rows.map(({ ratio }) => ratio?.toPrecision(3))).toEqual(['47.9', '41.1', '1.00']);
  });

  it('are against any row that is chosen, and that row is exactly 1', () => {
    const [panel] = toPanels(vgg, m1!);
    expect(panel?.rows.map(({ entry, ratio }) => [entry.id, ratio])).toEqual([
      ['rtx', 21 / 18],
      ['m1', 1],
      ['i7', 21 / 863],
    ]);
  });

  it('turn the interval round where less is faster', () => {
    const slow = sampleRow({ ci: { low: 17, high: 20, kind: 'range' } });
    expect(toPanels([slow], i7!)[0]?.rows[0]?.interval).toEqual({ low: 863 / 20, high: 863 / 17 });
    expect(toPanels(matmul, matmul[1]!)[0]?.rows[0]?.interval?.low).toBeCloseTo(0.1 / 0.11, 12);
  });

  it('are absent with the reason where the i7-8700 has no value', () => {
    const [row] = toPanels(matmul, null)[0]!.rows;
    expect(row).toMatchObject({ ratio: null, interval: null, reason: expect.stringContaining('no value') });
  });

  it('are refused between different work', () => {
    const heldOut = sampleRow({
      id: 'held-out',
      comparisonKey: `${i7!.comparisonKey} | 10 % held out`,
      baselineValue: null,
      speedup: null,
      speedupReason: 'Does other work.',
    });
    const rows = toPanels([...vgg, heldOut], m1!).flatMap((panel) => panel.rows);
    expect(rows.find(({ entry }) => entry.id === 'held-out')).toMatchObject({ ratio: null });
    expect(rows.filter(({ ratio }) => ratio !== null)).toHaveLength(3);
  });
});

describe('panels', () => {
  const variant = (id: string, words: string, recipe: 'naive' | 'optimized') =>
    sampleRow({
      id,
      recipe,
      speedup: null,
      comparisonKey: `paper | v | train | m | ${recipe} | float32 | batch 128 | ${words}`,
    });

  it('are one for each comparison key', () => {
    expect(ids(toPanels([...vgg, ...matmul], null))).toEqual([
      ['rtx', 'm1', 'i7'],
      ['xeon', 'swiftshader'],
    ]);
  });

  it('gather rows whose key nobody shares, unranked, each with its own settings', () => {
    const panels = toPanels(
      [...vgg, variant('a', 'SGD', 'naive'), variant('b', 'held out', 'optimized')],
      null,
    );
    const last = panels[1]!;
    expect(last).toMatchObject({ title: 'float32 · batch 128 · published', ranked: false });
    expect(last.rows.map(({ entry }) => ownSettings(entry, last))).toEqual([
      ['naive', 'SGD'],
      ['optimized', 'held out'],
    ]);
  });

  it('come with the fastest row first where nothing else decides', () => {
    const slow = sampleRow({ id: 'slow', value: 30, speedup: null, comparisonKey: 'a' });
    const fast = sampleRow({ id: 'fast', value: 20, speedup: null, comparisonKey: 'b' });
    expect(ids(toPanels([slow, fast], null))).toEqual([['fast'], ['slow']]);
  });

  it('name the origin of measured rows, so that only quick tests among them say theirs', () => {
    const [, second] = matmul;
    const [panel] = toPanels([{ ...matmul[0]!, provenance: 'quick-test' }, second!], null);
    expect(panel?.title).toBe('optimized · float32 · 1024 x 1024 · measured');
    expect(panel?.rows.map(({ entry }) => ownSettings(entry, panel)).toSorted()).toEqual([
      [],
      ['quick test'],
    ]);
  });

  it('are titled by what their rows share', () => {
    expect(toPanels(matmul, null)[0]?.title).toBe('optimized · float32 · 1024 x 1024 · measured');
  });

  describe('of inference', () => {
    const infer = (id: string, changes: Partial<NamedRow>) =>
      sampleRow({
        id,
        mode: 'infer',
        provenance: 'measured',
        recipe: 'optimized',
        speedup: null,
        comparisonKey: `suite-1 | v | infer | ${changes.metric} | optimized | float32 | ${id}`,
        ...changes,
      });
    const rates = { unit: 'samples/s', higherIsBetter: true } as const;
    const latency = infer('batch 1', {
      metric: 'latencyMs',
      metricTitle: 'Latency of one sample',
      unit: 'ms',
      batchSize: 1,
      value: 4,
    });
    const throughput = infer('batch 32', {
      ...rates,
      metric: 'samplesPerSecond',
      metricTitle: 'Samples per second',
      batchSize: 32,
      value: 900,
    });
    const sweep = infer('batch 64 | length 128', {
      ...rates,
      metric: 'samplesPerSecond',
      metricTitle: 'Samples per second',
      batchSize: 64,
      sequenceLength: 128,
      value: 2000,
    });
    const peak = infer('best batch', {
      ...rates,
      metric: 'peakSamplesPerSecond',
      metricTitle: 'Samples per second at the best batch',
      batchSize: 256,
      value: 1100,
    });

    it('never mix metrics, also where every row stands alone; latency comes first and a sweep last', () => {
      const panels = toPanels([sweep, peak, throughput, latency], null);
      for (const { rows } of panels) expect(new Set(rows.map(({ entry }) => entry.metric)).size).toBe(1);
      expect(panels.map(({ title }) => title)).toEqual([
        'Latency of one sample · optimized · float32 · batch 1 · measured',
        'Samples per second · optimized · float32 · batch 32 · measured',
        'Samples per second at the best batch · optimized · float32 · batch 256 · measured',
        'Samples per second · optimized · float32 · batch 64 · 128 tokens · measured',
      ]);
      expect(panels.map(isSweep)).toEqual([false, false, false, true]);
    });

    it('leave the best batch to each row where it differs', () => {
      const [panel] = toPanels([peak, { ...peak, id: 'other', batchSize: 128 }], null);
      expect(panel?.title).toBe('Samples per second at the best batch · optimized · float32 · measured');
      expect(panel?.rows.map(({ entry }) => ownSettings(entry, panel))).toEqual([
        ['batch 256'],
        ['batch 128'],
      ]);
    });

    it('compare each metric with the row of the same metric', () => {
      const against = (entry: NamedRow, value: number) => ({
        ...entry,
        id: `${entry.id}-gpu`,
        baselineValue: value,
        speedup: 2,
        speedupReason: null,
      });
      const panels = toPanels([against(latency, 4), against(throughput, 900)], null, [latency, throughput]);
      expect(panels.map(({ note }) => note)).toEqual([null, null]);
    });
  });

  it('of nothing are none', () => {
    expect(toPanels([], null, [], DEFAULT_SORT)).toEqual([]);
  });
});
