import { describe, expect, it } from 'vitest';
import { sampleRow, sampleRows } from '../testing/sample-rows.ts';
import {
  comparisonPicture,
  describePicture,
  enginePicture,
  findingPicture,
  hardwarePicture,
  MOST_ROWS,
  workloadPicture,
} from './picture.ts';

const site = {
  baseline: { hardware: 'intel-core-i7-8700', name: 'Intel Core i7-8700' },
  date: '2026-02-04',
};
const vgg16 = sampleRows().filter(({ workload }) => workload === 'vgg16-cifar100');
const matmul = sampleRows().filter(({ workload }) => workload === 'matmul');

describe('the picture of an engine', () => {
  it('has each device with its best result', () => {
    const rows = [
      sampleRow({ id: 'a', name: 'GPU A', workload: 'vgg16-cifar100', value: 18, speedup: 48 }),
      sampleRow({ id: 'b', name: 'GPU A', workload: 'mnist-cnn', value: 5, speedup: 2.5 }),
      sampleRow({ id: 'c', name: 'GPU B', workload: 'mnist-cnn', value: 4, speedup: 3 }),
    ];
    const picture = enginePicture(rows, 'TensorFlow', (id) => id.toUpperCase(), site);
    expect(picture.rows.map(({ name, detail, ratio }) => [name, detail, ratio])).toEqual([
      ['GPU A', 'VGG16-CIFAR100 · training', '48.0x'],
      ['GPU B', 'MNIST-CNN · training', '3.00x'],
    ]);
    expect(picture.subtitle).toBe('3 results of 2 workloads, the best of each device');
    expect(picture.foot).toContain('2 devices');
  });
});

describe('the picture of a finding', () => {
  const line = (label: string, middle: number | null) => ({
    label,
    detail: 'two machines',
    cells: [`${middle}x`, 'other'],
    mark: middle === null ? null : { low: middle / 2, middle, high: middle },
  });
  const table = { caption: 'The GPU next to the CPU', columns: [], first: 'Net', one: 1, tick: String };

  it('has the lines of its table that have a mark', () => {
    const found = {
      title: 'A GPU gains',
      table: { ...table, lines: [line('small', 2), line('none', null)] },
    };
    const picture = findingPicture(found, site)!;
    expect(picture).toMatchObject({
      title: 'A GPU gains',
      subtitle: 'The GPU next to the CPU',
      ratios: true,
    });
    expect(picture.rows.map(({ name, ratio, x }) => [name, ratio, x])).toEqual([['small', '2x', 2]]);
  });

  it('is none without a mark', () => {
    expect(findingPicture({ title: 'Open', table: null }, site)).toBeNull();
    expect(
      findingPicture({ title: 'Open', table: { ...table, lines: [line('none', null)] } }, site),
    ).toBeNull();
  });
});

describe('the picture of a workload', () => {
  it('has its devices by speed, the baseline last, on one axis', () => {
    const { rows, axis, ratios, foot, title } = workloadPicture(vgg16, 'VGG16', site);
    expect(title).toBe('VGG16');
    expect(rows.map(({ name, ratio, value }) => [name, ratio, value])).toEqual([
      ['RTX 2070', '47.9x', '18 s/epoch †'],
      ['M1 Max (32-core GPU)', '41.1x', '21 s/epoch †'],
      ['i7-8700', '1.00x', '863 s/epoch †'],
    ]);
    expect(axis).toBe('times as fast as i7-8700, log scale');
    expect(ratios).toBe(true);
    expect(foot).toBe('3 devices · † published by others · 2026-02-04');
  });

  it('keeps the baseline when there are more devices than rows, and counts all of them', () => {
    const more = Array.from({ length: 9 }, (_, index) =>
      sampleRow({ id: `gpu-${index}`, name: `GPU ${index}`, value: 10 + index, speedup: 863 / (10 + index) }),
    );
    const { rows, foot } = workloadPicture([...vgg16, ...more], 'VGG16', site);
    expect(rows).toHaveLength(MOST_ROWS);
    expect(rows.map(({ name }) => name)).toEqual(['GPU 0', 'GPU 1', 'GPU 2', 'GPU 3', 'i7-8700']);
    expect(foot).toContain('5 of 12 devices');
  });

  it('has a device once, by its fastest row', () => {
    const slower = sampleRow({ id: 'slower', engineName: 'PyTorch', value: 40, speedup: 863 / 40 });
    const { rows } = workloadPicture([...vgg16, slower], 'VGG16', site);
    expect(rows.filter(({ name }) => name === 'RTX 2070').map(({ detail }) => detail)).toEqual([
      'TensorFlow CUDA',
    ]);
  });

  it('leaves out what is not ranked if something is', () => {
    const { rows } = workloadPicture(matmul, 'Matrix product', site);
    expect(rows.map(({ kind }) => kind)).toEqual(['cpu']);
    const only = workloadPicture(matmul.slice(0, 1), 'Matrix product', site);
    expect(only.rows.map(({ kind }) => kind)).toEqual(['software']);
  });

  it('has an axis of values without a baseline, on which a shorter time is further', () => {
    const rows = [1, 4].map((value) =>
      sampleRow({
        id: `ms-${value}`,
        name: `GPU ${value}`,
        mode: 'infer',
        unit: 'ms',
        value,
        ci: { low: value * 0.9, high: value * 1.1, kind: 'range' },
        speedup: null,
        baselineValue: null,
      }),
    );
    const picture = workloadPicture(rows, 'VGG16', site);
    expect(picture.axis).toBe('ms, log scale, faster to the right');
    expect(picture.rows.map(({ x }) => x)).toEqual([1, 0.25]);
    expect(picture.rows[0]?.interval?.high).toBeCloseTo(1 / 0.9);
  });
});

describe('the picture of a device', () => {
  it('has its best result of each workload, those with a ratio first', () => {
    const rows = [
      sampleRow({ id: 'a' }),
      sampleRow({ id: 'b', value: 30, speedup: 20 }),
      sampleRow({ id: 'c', workload: 'matmul', mode: 'op', speedup: null, value: 9, unit: 'TFLOP/s' }),
      sampleRow({ id: 'd', workload: 'mnist-cnn', speedup: 2.5, value: 5.5 }),
    ];
    const {
      title,
      subtitle,
      rows: shown,
    } = hardwarePicture(rows, 'NVIDIA GeForce RTX 2070', (id) => id, site);
    expect(title).toBe('RTX 2070');
    expect(subtitle).toContain('4 results of 3 workloads');
    expect(shown.map(({ name, ratio }) => [name, ratio])).toEqual([
      ['vgg16-cifar100', '47.9x'],
      ['mnist-cnn', '2.50x'],
      ['matmul', ''],
    ]);
  });
});

it('shows a comparison by the means, the first device as 1x', () => {
  const one = { vendor: 'NVIDIA', kind: 'gpu', low: null, high: null } as const;
  const { rows, axis } = comparisonPicture(
    'GPUs',
    [
      { ...one, name: 'Intel Core i7-8700', ratio: null, settings: 3 },
      { ...one, name: 'NVIDIA GeForce RTX 2070', ratio: 12, low: 3, high: 48, settings: 2 },
    ],
    site,
  );
  expect(axis).toBe('times as fast as i7-8700, log scale');
  expect(rows.map(({ detail, ratio, x, interval }) => [detail, ratio, x, interval])).toEqual([
    ['compared with', '1.00x', 1, null],
    ['2 common settings', '12.0x', 12, { low: 3, high: 48 }],
  ]);
});

it('says in words what it shows', () => {
  expect(describePicture(workloadPicture(vgg16, 'VGG16', site))).toBe(
    'VGG16 (training · naive · float32 · batch 128 · published): 3 rows, times as fast as i7-8700, log scale. First: RTX 2070, 47.9x, 18 s/epoch †.',
  );
});
