import { expect, it } from 'vitest';
import { sampleRow, sampleRows } from '../testing/sample-rows.ts';
import { toPanels } from './compare.ts';
import { headline } from './headline.ts';

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
    'Matrix product, optimized code, 1024 x 1024, measured by Trainmark: the only chip is the Xeon, at 0.11 TFLOP/s.',
  );
});

it('says so where nothing is measured', () => {
  expect(headline(undefined, 'ResNet18', 'i7-8700')).toContain('nothing is measured');
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
    'MNIST CNN, beginner’s code, published by others: the only chip is the RTX 2070, at 12 s to 98.5 % accuracy on generated data.',
  );
});

it('calls no chip the fastest where nothing else is beside it', () => {
  const rows = [
    sampleRow({ id: 'a', engine: 'pytorch', engineName: 'PyTorch', value: 18 }),
    sampleRow({ id: 'b', engine: 'mlx', engineName: 'MLX', value: 20 }),
  ];
  expect(headline(toPanels(rows, null)[0], null, 'i7-8700')).toContain(
    'the only chip is the RTX 2070, at 18 s/epoch with PyTorch',
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
