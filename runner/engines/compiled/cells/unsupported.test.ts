import { expect, test } from 'vitest';
import { engines } from '../../index.ts';
import { findUnsupported } from './unsupported.ts';

const training = { workload: 'mnist-cnn', mode: 'train', dtype: 'float32' } as const;

test.each([
  ['webgpu', 'float16', null],
  [
    'webgpu',
    'bfloat16',
    /^bfloat16 is not supported: .* float32 and float16 only; use --dtype float32 or float16$/,
  ],
  ['wasm', 'float32', null],
  ['wasm', 'float16', /^float16 is not supported: .* float32 only; use --dtype float32$/],
] as const)('%s in %s', (id, dtype, reason) => {
  const device = { kind: 'cpu', api: 'none', name: 'test', software: false } as const;
  const cell = { ...training, dtype, recipe: 'optimized', device } as const;
  const found = engines.find((one) => one.id === id)!.unsupported(cell);
  if (reason === null) expect(found).toBeNull();
  else expect(found).toMatch(reason);
});

test('language models, and modes that a workload does not have', () => {
  const reasonOf = (changes: object) => findUnsupported({ ...training, ...changes }, ['float32'])?.message;
  expect(reasonOf({ workload: 'llm', mode: 'generate' })).toBe(
    'llm is not supported: this engine does not run language models',
  );
  expect(reasonOf({ workload: 'matmul' })).toMatch(/^matmul \(train\) is not supported: /);
  expect(reasonOf({})).toBeUndefined();
});
