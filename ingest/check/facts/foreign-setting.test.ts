import { expect, it } from 'vitest';
import { measurementsOf } from '../../candidates/measured.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { committedFiles } from '../../testing/fuzz/templates.ts';
import { changed, matmul, submission } from '../../testing/samples.ts';
import { foreignSetting } from './foreign-setting.ts';

const withheld = (engine: 'tfjs-wasm' | 'pytorch', observed: Record<string, boolean | number>) =>
  checkedFactsOf(
    submission([changed(matmul(0.1, { engine }), (one) => ({ observed: { ...one.observed, ...observed } }))]),
  ).withheld;

it('holds back what was observed of another engine', () => {
  expect(withheld('tfjs-wasm', { simd: true, threads: 2 })).toBeNull();
  expect(withheld('pytorch', { simd: true })).toBe(
    'the worker observed "simd", which wasm and tfjs-wasm report and pytorch does not',
  );
  expect(withheld('tfjs-wasm', { onednn: true })).toMatch(/which pytorch and tensorflow report/);
});

it('knows every setting of the submissions of this repository by its engine', () => {
  for (const file of committedFiles()) {
    const { measurements } = measurementsOf(file);
    expect(foreignSetting({ file, measurements }, { nowMs: 0 })).toEqual([]);
  }
});
