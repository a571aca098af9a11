import { expect, it } from 'vitest';
import type { Cell } from '../../data/contract/cell.ts';
import { sampleCell } from '../../data/testing/sample-cell.ts';
import { workloads } from '../workloads/index.ts';
import { byImportance, type Placed } from './importance.ts';

const workload = workloads.find(({ id }) => id === 'vgg16-cifar100')!;
const placed = (cell: Partial<Cell>, change: Partial<Placed> = {}): Placed => ({
  cell: sampleCell({ workload: workload.id, ...cell }),
  purpose: 'train',
  dtypeUsual: true,
  workload,
  place: 1,
  isLongest: true,
  ...change,
});
const forward = { mode: 'infer', batchSize: 32 } as const;

it.each([
  [
    'the usual dtype',
    placed({ ...forward, dtype: 'bfloat16' }, { purpose: 'throughput' }),
    placed({ ...forward, dtype: 'float32' }, { purpose: 'throughput', dtypeUsual: false }),
  ],
  ['the first net', placed({}, { place: 0 }), placed({}, { place: 1 })],
  ['the optimized recipe', placed({}), placed({ recipe: 'naive' })],
  ['training', placed({}), placed({ mode: 'infer', batchSize: 1 }, { purpose: 'latency' })],
  ['the usual dtype of a training', placed({ dtype: 'bfloat16' }), placed({}, { dtypeUsual: false })],
])('%s comes first', (_, first, second) => {
  expect([second, first].toSorted(byImportance)).toEqual([first, second]);
  expect([first, second].toSorted(byImportance)).toEqual([first, second]);
});
