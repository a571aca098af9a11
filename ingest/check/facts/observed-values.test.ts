import { expect, it } from 'vitest';
import type { Observed } from '../../../data/contract/outcome.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { changed, matmul, submission } from '../../testing/samples.ts';

/** Refusals of a result whose worker observed a setting. */
const refusalsOf = (observed: Observed): string[] =>
  checkedFactsOf(submission([changed(matmul(0.05), () => ({ observed }))])).reject.filter((text) =>
    text.includes(Object.keys(observed)[0]!),
  );

const settings = [
  ...['layout', 'tensorflow', 'inputsKept', 'computedOn', 'variant.product', 'cacheKeys', 'activations'],
  ...['relaxedSimd', 'memory64', 'cudnnAttention', 'kernels', 'chunks', 'dispatches', 'plannedBytes'],
];

it.each(settings.flatMap((name) => [0.5, 1e-320, '1e5', -1].map((value) => [name, value] as const)))(
  '%s is never %s',
  (name, value) => {
    expect(refusalsOf({ [name]: value })).not.toEqual([]);
  },
);

it.each([
  ...[{ layout: true }, { tensorflow: true }, { 'variant.product': true }, { kernels: true }],
  ...[{ layout: 'lab42' }, { layout: 'nas2' }, { layout: 'pc17' }, { layout: 'fast' }],
  ...[
    { kernelMs: 0 },
    { kernelMs: 1e-300 },
    { dispatches: 0 },
    { 'share.product': 1e-320 },
    { kernelShare: true },
  ],
])('no worker observes %o', (observed) => {
  expect(refusalsOf(observed as Observed)).not.toEqual([]);
});

it.each([
  ...[{ layout: 'channels-last' }, { layout: 'NHWC' }, { tensorflow: '2.21.0' }, { inputsKept: true }],
  ...[{ 'variant.product': '64x64x16/4x4 3x, by position 64x128x16/8x8 ahead split 4 2x, 25' }],
  ...[{ 'variant.relu': '4x' }, { 'share.product': 1 }, { 'share.product': 0 }, { compileMs: 0 }],
  ...[{ cacheKeys: 'f16' }, { cacheValues: 'type 41' }, { activations: 'bfloat16' }, { cacheKeys: 'q8_0' }],
])('a worker may observe %o', (observed) => {
  expect(refusalsOf(observed as Observed)).toEqual([]);
});
