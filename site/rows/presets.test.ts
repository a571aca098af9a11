import { describe, expect, it } from 'vitest';
import { sampleRow } from '../testing/sample-rows.ts';
import type { NamedRow } from './named-row.ts';
import { presets } from './presets.ts';

const at = (id: string) => ({ machine: { id, name: id } });
const row = (id: string, changes: Partial<NamedRow>) => sampleRow({ id, ...changes });
const find = (rows: readonly NamedRow[], question: RegExp) =>
  presets(rows).find((preset) => question.test(preset.question));

describe('common questions', () => {
  it('are hidden where no rows answer them', () => {
    expect(presets([])).toEqual([]);
    expect(presets([row('one', at('a')), row('another machine', at('b'))])).toEqual([]);
  });

  it('compare two Macs in the same setting', () => {
    const mac = { vendor: 'Apple' } as const;
    const rows = [
      row('a', { ...mac, ...at('m1') }),
      row('b', { ...mac, ...at('m4') }),
      row('c', { ...mac, ...at('m1'), workload: 'resnet18' }),
    ];
    expect(find(rows, /Mac/)?.path).toBe(
      '/workloads/vgg16-cifar100/train/?vendor=Apple&recipe=naive&provenance=published',
    );
    expect(find(rows.slice(0, 1), /Mac/)).toBeUndefined();
  });

  it('compare the GPU and the CPU of one machine, never those of two, nor an emulated GPU', () => {
    const gpu = row('gpu', at('pc'));
    expect(find([gpu, row('cpu', { ...at('pc'), kind: 'cpu' })], /GPU/)?.path).toContain('?machine=pc&');
    expect(find([gpu, row('cpu', { ...at('other'), kind: 'cpu' })], /GPU/)).toBeUndefined();
    expect(find([gpu, row('soft', { ...at('pc'), kind: 'software' })], /GPU/)).toBeUndefined();
  });

  it('compare the recipes of one engine on one device', () => {
    const rows = [row('naive', {}), row('optimized', { recipe: 'optimized', comparisonKey: 'other' })];
    expect(find(rows, /Naive/)?.path).toBe(
      '/workloads/vgg16-cifar100/train/?machine=pc&engine=tensorflow&dtype=float32&provenance=published',
    );
  });

  it('name only the frameworks and number formats that are compared', () => {
    const engines = [
      row('t', {}),
      row('p', { engine: 'pytorch', engineName: 'PyTorch' }),
      row('j', { engine: 'jax', engineName: 'JAX' }),
    ];
    expect(find(engines.slice(0, 2), /or/)?.question).toBe('PyTorch or TensorFlow?');
    expect(find(engines, /or/)?.question).toBe('PyTorch, TensorFlow or JAX?');
    const formats = (['float32', 'tf32', 'bfloat16'] as const).map((dtype) => row(dtype, { dtype }));
    expect(find(formats, /Float32/)).toEqual({
      question: 'Float32, TF32 or bfloat16?',
      path: '/workloads/vgg16-cifar100/train/?machine=pc&engine=tensorflow&recipe=naive&dtype=bfloat16,float32,tf32',
    });
  });

  it('lead to the leaderboard with most to compare, and leave out a filter with too many values', () => {
    const many = Array.from({ length: 8 }, (_, i) => [
      row(`g${i}`, { ...at(`pc-${i}`), workload: 'resnet18' }),
      row(`c${i}`, { ...at(`pc-${i}`), workload: 'resnet18', kind: 'cpu' }),
    ]).flat();
    const few = [row('gpu', { workload: 'mnist-cnn' }), row('cpu', { workload: 'mnist-cnn', kind: 'cpu' })];
    expect(find([...few, ...many], /GPU/)?.path).toBe(
      '/workloads/resnet18/train/?recipe=naive&provenance=published',
    );
    const standard = [row('gpu', {}), row('cpu', { kind: 'cpu' })];
    expect(find([...standard, ...many], /GPU/)?.path).toContain('/vgg16-cifar100/');
  });
});
