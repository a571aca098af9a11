/** @file What GPUs gain beside a CPU is said for equal settings only, of the fastest engine on both sides. */
import { describe, expect, it } from 'vitest';
import type { NamedRow } from '../../rows/named-row.ts';
import { sampleRow } from '../../testing/sample-rows.ts';
import { gainsOf, gainWords } from './gains.ts';

const cpu = (value: number, change: Partial<NamedRow> = {}) =>
  sampleRow({ id: `cpu ${value}`, kind: 'cpu', hardware: 'intel-core-i7-8700', value, ...change });
const gpu = (hardware: string, value: number, change: Partial<NamedRow> = {}) =>
  sampleRow({ id: `${hardware} ${value}`, hardware, name: hardware, value, ...change });
const keyed = (rows: readonly NamedRow[]) => (key: string) => rows.filter((row) => row.comparisonKey === key);
const words = (own: readonly NamedRow[], all: readonly NamedRow[]) =>
  gainsOf(own, keyed([...own, ...all])).map((gain) => gainWords(gain, (id) => id));

describe('GPUs instead of a CPU', () => {
  it('are compared in equal settings, the fastest engine of each', () => {
    const own = [cpu(100), cpu(200)];
    const all = [gpu('a', 10), gpu('a', 5), gpu('b', 50), gpu('c', 1, { comparisonKey: 'other' })];
    expect(words(own, all)).toEqual(['vgg16-cifar100, training: 2.00x on the b to 20.0x on the a']);
    expect(gainsOf(own, keyed(all))[0]!.gpus.map(({ hardware }) => hardware)).toEqual(['a', 'b']);
  });

  it('are told for each net once, in the setting with most GPUs', () => {
    const small = { workload: 'mnist-cnn', comparisonKey: 'small' } as const;
    const own = [cpu(10, small), cpu(100), cpu(300, { comparisonKey: 'large batch' })];
    const all = [
      gpu('a', 20, small),
      gpu('a', 10),
      gpu('b', 20),
      gpu('a', 1, { comparisonKey: 'large batch' }),
    ];
    expect(words(own, all)).toEqual([
      'vgg16-cifar100, training: 5.00x on the b to 10.0x on the a',
      'mnist-cnn, training: 0.500x on the a',
    ]);
  });

  it('do not count if one side is not ranked or no net is trained', () => {
    expect(words([cpu(100, { rank: null })], [gpu('a', 10)])).toEqual([]);
    expect(words([cpu(100, { mode: 'infer' })], [gpu('a', 10, { mode: 'infer' })])).toEqual([]);
    expect(words([cpu(100)], [gpu('a', 10, { rank: null })])).toEqual([]);
  });
});
