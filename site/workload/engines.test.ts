import { describe, expect, it } from 'vitest';
import type { NamedRow } from '../rows/named-row.ts';
import { sampleRow } from '../testing/sample-rows.ts';
import { enginesHeadline, engineTables } from './engines.ts';

const names = { pytorch: 'PyTorch', tensorflow: 'TensorFlow', mlx: 'MLX' } as const;
type Engine = keyof typeof names;

const row = (engine: Engine, value: number, change: Partial<NamedRow> = {}) =>
  sampleRow({
    id: `${engine} ${value}`,
    engine,
    engineName: names[engine],
    value,
    recipe: 'optimized',
    provenance: 'measured',
    comparisonKey: 'suite-1 | vgg16-cifar100 | train | secondsPerEpoch | optimized | float32 | batch 128',
    ...change,
  });
const half = {
  dtype: 'bfloat16',
  comparisonKey: 'suite-1 | vgg16-cifar100 | train | secondsPerEpoch | optimized | bfloat16 | batch 128',
} as const;
const cpu = { kind: 'cpu', name: 'Intel Core i7-8700' } as const;

describe('engines side by side', () => {
  it('are grouped by setting and device, fastest first, with their speed relative to the fastest', () => {
    const [table, ...others] = engineTables(
      [row('tensorflow', 20), row('pytorch', 10), row('pytorch', 100, cpu), row('tensorflow', 80, cpu)],
      'train',
    );
    expect(others).toEqual([]);
    expect(table!.groups.map(({ title, unit }) => [title, unit])).toEqual([
      ['RTX 2070 GPU · optimized · float32 · batch 128', 's/epoch'],
      ['i7-8700 CPU · optimized · float32 · batch 128', 's/epoch'],
    ]);
    expect(table!.groups[0]!.rows.map(({ entry, share }) => [entry.engine, share])).toEqual([
      ['pytorch', 1],
      ['tensorflow', 0.5],
    ]);
    expect(table!.groups[1]!.rows.map(({ entry }) => entry.engine)).toEqual(['tensorflow', 'pytorch']);
  });

  it('are summarized by the engine that wins most settings', () => {
    const rows = [row('tensorflow', 20), row('pytorch', 10), row('mlx', 30)];
    expect(enginesHeadline(engineTables(rows, 'train')[0]!)).toBe(
      'PyTorch is the fastest of 3 engines in the only setting that they share',
    );
    const more = [...rows, row('tensorflow', 5, half), row('mlx', 4, half)];
    const again = [...more, row('pytorch', 60, cpu), row('mlx', 70, cpu)];
    expect(enginesHeadline(engineTables(again, 'train')[0]!)).toBe(
      'PyTorch is the fastest of 3 engines in 2 of 3 settings',
    );
  });

  it('need two engines on one machine, the same work and a rank', () => {
    const elsewhere = { machine: { id: 'other', name: 'Another' } };
    const none = { rank: null, rankBand: null, rankReason: 'Held back.' };
    for (const other of [
      row('pytorch', 11),
      row('mlx', 11, elsewhere),
      row('mlx', 11, half),
      row('mlx', 11, cpu),
      row('mlx', 11, none),
      row('mlx', 11, { mode: 'infer' }),
    ]) {
      expect(engineTables([row('pytorch', 10), other], 'train')).toEqual([]);
    }
  });

  it('list the machine with the most engines first', () => {
    const on = (id: string) => ({ machine: { id, name: id } });
    const rows = [
      ...[row('pytorch', 1, on('a')), row('mlx', 2, on('a'))],
      ...[row('pytorch', 1, on('b')), row('mlx', 2, on('b')), row('tensorflow', 3, on('b'))],
    ];
    expect(engineTables(rows, 'train').map(({ machine }) => machine.id)).toEqual(['b', 'a']);
  });
});
