import { describe, expect, it } from 'vitest';
import type { NamedRow } from '../rows/named-row.ts';
import { sampleRow, sampleRows } from '../testing/sample-rows.ts';
import { modeResults } from './mode-results.ts';

const BASELINE = 'intel-core-i7-8700';
const vgg = sampleRows().filter(({ workload }) => workload === 'vgg16-cifar100');
const results = (rows: typeof vgg) => modeResults(rows, BASELINE, () => false);

describe('the results of a workload', () => {
  it('draw the best row of each device, and the 1.0x row', () => {
    const slower = sampleRow({ id: 'slower', engine: 'pytorch', value: 30, speedup: 28 });
    const faster = { ...vgg[0]!, id: 'i7 again', engine: 'pytorch' as const, value: 400, speedup: 2.1 };
    const [train, ...others] = results([...vgg, slower, faster]);
    expect(others).toEqual([]);
    expect(train).toMatchObject({ mode: 'train', rows: 5, more: 0 });
    expect(train!.charts[0]!.rows.map(({ entry }) => entry.id)).toEqual(['rtx', 'm1', 'i7 again', 'i7']);
  });

  it('draw no setting that a single device has, and say how many there are', () => {
    const alone = sampleRow({ id: 'alone', comparisonKey: 'suite-1 | another', recipe: 'optimized' });
    const [train] = results([...vgg, alone]);
    expect(train).toMatchObject({ rows: 4, more: 1 });
    expect(train!.charts).toHaveLength(1);
  });

  it('say which chips have results in other settings where the headline is about one chip', () => {
    const matmul = (id: string, name: string, comparisonKey: string, engine: NamedRow['engine'] = 'mlx') =>
      sampleRow({
        id,
        name,
        comparisonKey,
        hardware: null,
        machine: { id, name },
        device: { ...vgg[0]!.device, name },
        engine,
        workload: 'matmul',
        mode: 'op',
        metric: 'tflops',
        speedup: null,
      });
    const engines = ['mlx', 'wasm', 'pytorch', 'tensorflow', 'tfjs-node', 'tfjs-wasm'] as const;
    const small = engines.map((engine) => matmul(engine, 'AMD EPYC', 'small', engine));
    const names = ['Apple M1', 'Apple M2', 'Apple M3', 'Apple M4', 'NVIDIA H200'];
    const large = names.map((name) => matmul(name, name, 'large'));
    const elsewhere = (...rows: readonly (typeof large)[]) => results(rows.flat())[0]!.elsewhere;
    expect(elsewhere(small)).toBeNull();
    expect(elsewhere(small, large.slice(0, 2))).toBe('Other settings have results of the M1 and M2.');
    expect(elsewhere(small, large)).toBe('Other settings have results of the M1, M2, M3 and 2 more chips.');
    const held = large.map((row) => ({ ...row, rankReason: 'Held back: above its peak.' }));
    expect(elsewhere(small, held)).toBeNull();
    expect(results(vgg)[0]!.elsewhere).toBeNull();
  });

  it('are bounded at any number of settings', () => {
    const many = Array.from({ length: 40 }, (_, i) =>
      vgg.map((row) => ({ ...row, id: `${row.id} ${i}`, comparisonKey: `suite-1 | ${i}` })),
    ).flat();
    const [train] = results(many);
    expect(train!.charts).toHaveLength(3);
    expect(train!.more).toBe(37);
  });

  it('come in the order of the modes; a workload without rows has none', () => {
    const infer = sampleRow({ id: 'infer', mode: 'infer', metric: 'latencyMs' });
    expect(results([infer, ...vgg]).map(({ mode }) => mode)).toEqual(['train', 'infer']);
    expect(results([])).toEqual([]);
  });
});
