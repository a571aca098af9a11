import { expect, it } from 'vitest';
import type { Cell } from '../contract/cell.ts';
import { sampleCell } from '../testing/sample-cell.ts';
import { BEST_BATCH, comparisonKey, variantOf } from './comparison-key.ts';

const cell = sampleCell({
  workload: 'vgg16-cifar100',
  engine: 'pytorch',
  recipe: 'naive',
  batchSize: 128,
});
const languageModel = {
  name: 'A model',
  quantization: 'Q4_0',
  parameters: 5,
  activeParameters: null,
  bytes: 3,
  sha256: 'ab'.repeat(32),
  generated: false,
  gpuLayers: null,
};

it('contains the work and the settings, but not what is compared', () => {
  const key = comparisonKey('suite-1', cell, 'secondsPerEpoch', []);
  expect(key).toBe('suite-1 | vgg16-cifar100 | train | secondsPerEpoch | naive | float32 | batch 128');
  const gpu = { ...cell.device, kind: 'gpu', name: 'y' } as const;
  expect(comparisonKey('suite-1', { ...cell, engine: 'mlx', device: gpu }, 'secondsPerEpoch', [])).toBe(key);
});

it.each<[string, Partial<Cell>, string[]]>([
  ['a key without one', {}, []],
  ['a key with two parts', {}, ['10 % held out', 'SGD 0.01, momentum 0.9']],
  ['a batch sweep', { batchSize: null, mode: 'infer' }, [BEST_BATCH]],
  ['a key with all sizes and a model', { size: 4, sequenceLength: 512, languageModel }, ['target 0.9']],
])('reads the variant of %s', (_, change, variant) => {
  expect(variantOf(comparisonKey('suite-1', { ...cell, ...change }, 'secondsPerEpoch', variant))).toEqual(
    variant,
  );
});
