import { expect, it } from 'vitest';
import { sampleRow, sampleRows } from '../testing/sample-rows.ts';
import { toPanels } from './compare.ts';
import { headline } from './headline.ts';
import type { NamedRow } from './named-row.ts';

const entries = sampleRows();
const panel = (workload: string, reference: string | null = null) =>
  toPanels(
    entries.filter((entry) => entry.workload === workload),
    entries.find(({ id }) => id === reference) ?? null,
  )[0];

it('names the fastest device, its ratio with the absolute values, and the fastest CPU', () => {
  expect(headline(panel('vgg16-cifar100'), 'VGG16', 'Intel Core i7-8700')).toBe(
    'VGG16, beginner’s code, published by others: the RTX 2070 is fastest at 18 s/epoch, 47.9x the speed of the i7-8700 (863 s/epoch); the fastest CPU is the i7-8700 at 863 s/epoch, 1.00x.',
  );
});

it('gives the value of the row that was chosen as 1.0x', () => {
  expect(headline(panel('vgg16-cifar100', 'm1'), 'VGG16', 'Apple M1 Max')).toContain(
    '1.17x the speed of the M1 Max (21 s/epoch)',
  );
});

it('never calls an emulated GPU the fastest, and leaves out a ratio that does not exist', () => {
  expect(headline(panel('matmul'), 'Matrix product', 'i7-8700')).toBe(
    'Matrix product, optimized code, 1024 x 1024, measured by Trainmark: the Xeon, the only chip in this setting, reaches 0.11 TFLOP/s.',
  );
});

it('says so where nothing is measured, or nothing that counts', () => {
  const of = (...rows: readonly NamedRow[]) => headline(toPanels(rows, null)[0], null, 'i7-8700');
  expect(headline(undefined, 'ResNet18', 'i7-8700')).toBe('ResNet18: nothing is measured yet.');
  expect(headline(undefined, null, 'i7-8700')).toBe('Nothing is measured yet.');
  expect(of(sampleRow({ kind: 'software' }))).toContain('nothing is measured on a real device yet.');
  expect(of(sampleRow({ rankReason: 'Held back: three times its peak.' }))).toContain('no value counts yet');
});

it('names no value that is held back or disputed, and the fastest GPU behind a CPU', () => {
  const rows = [
    sampleRow({ id: 'held', name: 'RTX 5090', value: 0.1, rankReason: 'Held back: above its peak.' }),
    sampleRow({ id: 'doubted', name: 'RTX 4090', value: 0.2, trust: 'disputed' }),
    sampleRow({
      id: 'cpu',
      name: 'Intel Core i7-8700',
      kind: 'cpu',
      vendor: 'Intel',
      value: 2,
      speedup: null,
    }),
    sampleRow({ id: 'gpu', value: 3, speedup: null }),
  ];
  expect(headline(toPanels(rows, null)[0], null, 'i7-8700')).toBe(
    'Beginner’s code, published by others: the i7-8700 is fastest at 2 s/epoch; the fastest GPU is the RTX 2070 at 3 s/epoch.',
  );
});

it('says to which target, and that data was generated', () => {
  const entry = sampleRow({
    metric: 'secondsToTarget',
    unit: 's',
    value: 12,
    speedup: null,
    convergence: { target: 0.985, epochs: 3, runs: 3, reached: 3, dataSource: 'generated' },
  });
  expect(headline(toPanels([entry], null)[0], 'MNIST CNN', 'i7-8700')).toBe(
    'MNIST CNN, beginner’s code, published by others: the RTX 2070, the only chip in this setting, takes 12 s to 98.5 % accuracy on generated data.',
  );
});

it('calls no chip the fastest where nothing else is beside it', () => {
  const rows = [
    sampleRow({ id: 'a', engine: 'pytorch', engineName: 'PyTorch', value: 18 }),
    sampleRow({ id: 'b', engine: 'mlx', engineName: 'MLX', value: 20 }),
  ];
  expect(headline(toPanels(rows, null)[0], null, 'i7-8700')).toContain(
    'the RTX 2070, the only chip in this setting, takes 18 s/epoch with PyTorch, 47.9x',
  );
});

it('ranks no rows of different settings', () => {
  const rows = [1, 2, 3].map((batch) =>
    sampleRow({ id: `${batch}`, value: 18 / batch, comparisonKey: `key ${batch}`, speedup: null }),
  );
  expect(headline(toPanels(rows, null)[0], null, 'i7-8700')).toContain(
    'not ranked; the fastest value is 6 s/epoch, of the RTX 2070',
  );
});
