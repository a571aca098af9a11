import { describe, expect, it } from 'vitest';
import { UNKNOWN_HARDWARE } from '../../ingest/candidates/candidate.ts';
import type { NamedRow } from '../rows/named-row.ts';
import { sampleRow } from '../testing/sample-rows.ts';
import { gather, isComparable } from './gather.ts';
import { picksOf } from './picks.ts';
import type { Directory } from './values/directory.ts';
import { fromFile } from './values/subject-file.ts';

const ci = { low: 17, high: 19, kind: 'range' } as const;
const machine = (id: string) => ({ machine: { id, name: id } });
const gathered = (rows: NamedRow[]) => gather(rows, new Map([['nvidia-geforce-rtx-2070', 'The RTX']]));

describe('gathering', () => {
  it('has a file for each chip and each machine', () => {
    const found = gathered([
      sampleRow({ ci }),
      sampleRow({ ...machine('other'), hardware: null, rankReason: `${UNKNOWN_HARDWARE}: x` }),
    ]);
    expect(found.map(({ listed: { kind, id, name } }) => [kind, id, name])).toEqual([
      ['chip', 'nvidia-geforce-rtx-2070', 'The RTX'],
      ['machine', 'other', 'other'],
      ['machine', 'pc', 'A PC'],
    ]);
    const [value] = fromFile(found[0]!.file);
    expect(value).toMatchObject({ value: 18, interval: { low: 17, high: 19 }, count: 3, machines: 1 });
    expect(value!.setting.words).toBe('naive · float32 · batch 128 · published');
  });

  it('takes the median of several machines, with their range', () => {
    const rows = [18, 20, 25].map((value, index) =>
      sampleRow({ id: `r${index}`, ...machine(`m${index}`), value, ci }),
    );
    const [value] = fromFile(gathered(rows)[0]!.file);
    expect(value).toMatchObject({ value: 20, interval: { low: 18, high: 25 }, count: 3, machines: 3 });
  });

  it('leaves out what is emulated, held back or from a smoke run', () => {
    expect(isComparable({ kind: 'gpu', rankReason: 'Held back: impossible.' })).toBe(false);
    expect(isComparable({ kind: 'software', rankReason: null })).toBe(false);
    expect(isComparable({ kind: 'cpu', rankReason: `${UNKNOWN_HARDWARE}: the peak is not known` })).toBe(
      true,
    );
  });

  it('changes the name of a file with its contents', () => {
    const [one, other] = [18, 19].map((value) => gathered([sampleRow({ value })])[0]!.path);
    expect(one).not.toBe(other);
    expect(gathered([sampleRow()])[0]!.path).toBe(one);
  });

  it('grows with the rows: a thousand chips have files as small as those of ten', () => {
    const bytes = (chips: number) => {
      const rows = Array.from({ length: chips }, (_, index) =>
        sampleRow({ id: `r${index}`, hardware: `chip-${index}`, ...machine(`m${index}`) }),
      );
      const files = gather(rows, new Map()).map(({ file }) => JSON.stringify(file).length);
      return files.reduce((sum, length) => sum + length, 0) / chips;
    };
    expect(bytes(1000)).toBe(bytes(10));
  });
});

describe('the examples of the page', () => {
  const chip = (id: string, kind: 'cpu' | 'gpu', value: number) =>
    sampleRow({
      id,
      hardware: id,
      ...machine(kind === 'cpu' || id === 'own-gpu' ? 'both' : id),
      value,
      kind,
      device: { kind, api: kind === 'cpu' ? 'none' : 'cuda', name: id, software: false },
    });
  const second = (row: NamedRow) =>
    ({
      ...row,
      id: `${row.id}-2`,
      comparisonKey: row.comparisonKey.replace('batch 128', 'batch 64'),
    }) as NamedRow;
  const base = [
    chip('base', 'cpu', 863),
    chip('fast', 'gpu', 7),
    chip('faster', 'gpu', 5),
    chip('own-gpu', 'gpu', 70),
  ];
  const rows = [...base, ...base.map(second)];
  const own = gather(rows, new Map());
  const directory: Directory = {
    subjects: own.map(({ listed }) => listed),
    baseline: { id: 'base', name: 'Base' },
    workloads: [['vgg16-cifar100', 'VGG16']],
    engines: [['tensorflow', 'TensorFlow']],
  };

  it('are the fastest GPUs against the baseline, and a GPU against the CPU beside it', () => {
    const picks = picksOf(own, directory);
    expect(picks.map(({ ids }) => ids)).toEqual([
      ['base', 'faster', 'fast', 'own-gpu'],
      ['both~cpu', 'both~gpu'],
    ]);
    expect(picks[0]!.comparison.means[1]!.ratio).toBeCloseTo(863 / 5, 10);
  });

  it('are the fastest in the work that the title names, although others share more settings', () => {
    const work = (row: NamedRow, batch: number) =>
      ({
        ...row,
        id: `${row.id}-${batch}`,
        comparisonKey: row.comparisonKey.replace('batch 128', `batch ${batch}`),
      }) as NamedRow;
    // The slow one has three settings, the fastest only that which all have.
    const slow = chip('slow', 'gpu', 40);
    const found = gather(
      [...rows, slow, work(slow, 64), work(slow, 32), work(base[0]!, 32), chip('fastest', 'gpu', 1)],
      new Map(),
    );
    const [fastest] = picksOf(found, { ...directory, subjects: found.map(({ listed }) => listed) });
    expect(fastest!.ids).toEqual(['base', 'fastest', 'faster', 'fast', 'slow', 'own-gpu']);
    expect(fastest!.title).toBe(
      'The fastest GPUs against the Base: VGG16, training, naive, float32, batch 128, published',
    );
  });

  it('are none without data', () => {
    expect(picksOf([], { ...directory, subjects: [] })).toEqual([]);
  });
});
