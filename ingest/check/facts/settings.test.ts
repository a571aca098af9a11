import { expect, it } from 'vitest';
import type { Cell } from '../../../data/contract/cell.ts';
import type { Observed, PeakMemory } from '../../../data/contract/outcome.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { changed, gpu, submission, vgg } from '../../testing/samples.ts';

const cuda = { ...gpu, api: 'cuda' } as const;

it.each<[Partial<Cell>, Observed, boolean]>([
  [{ engine: 'pytorch', recipe: 'naive' }, { layout: 'channels-first', compiled: false }, false],
  [{ engine: 'pytorch', recipe: 'naive' }, { layout: 'channels-last', compiled: false }, true],
  [{ engine: 'pytorch', recipe: 'naive', device: cuda }, { deviceGraph: true }, true],
  [{ engine: 'pytorch', recipe: 'optimized' }, { layout: 'channels-first' }, true],
  // In float32 a GPU computes with channels first in both recipes.
  [{ engine: 'pytorch', recipe: 'optimized', device: cuda }, { layout: 'channels-first' }, false],
  [{ engine: 'webgpu', recipe: 'naive', device: gpu }, { tuned: true }, true],
  [{ engine: 'webgpu', recipe: 'optimized', device: gpu }, { tuned: false }, true],
  [{ engine: 'tfjs-webgpu', recipe: 'optimized', device: gpu }, { ownKernels: false }, true],
  [{ engine: 'tfjs-node', recipe: 'naive' }, {}, false],
])('%j with %j: contradicts its recipe: %s', (cell, settings, contradicts) => {
  const result = changed(vgg(300, cell), ({ observed }) => ({ observed: { ...observed, ...settings } }));
  const { flags, withheld } = checkedFactsOf(submission([result]));
  expect(flags.includes('p26-recipe')).toBe(contradicts);
  if (contradicts) expect(withheld).toContain('recipe');
});

it.each<[Partial<Cell>, Observed, boolean]>([
  [{ engine: 'pytorch' }, { memoryKept: false }, true],
  [{ engine: 'pytorch' }, { memoryKept: true }, false],
  [{ engine: 'pytorch', recipe: 'naive' }, { memoryKept: false }, false],
  [{ engine: 'pytorch' }, { compiled: true }, true],
  [{ engine: 'pytorch', device: cuda }, { compiled: true, memoryKept: false }, false],
])('%j with %j: is that of a GPU: %s', (cell, settings, contradicts) => {
  const result = changed(vgg(300, cell), ({ observed }) => ({ observed: { ...observed, ...settings } }));
  expect(checkedFactsOf(submission([result])).flags.includes('p30-device')).toBe(contradicts);
});

it('finds memory that only a GPU has', () => {
  const counted = (method: PeakMemory['method']) =>
    changed(vgg(300), () => ({ peakMemory: { bytes: 4e9, method } }));
  expect(checkedFactsOf(submission([counted('cuda-max-allocated')])).texts).toEqual([
    'the memory was counted by "cuda-max-allocated", as on a GPU only.',
  ]);
  expect(checkedFactsOf(submission([counted('rss-peak')])).flags).toEqual([]);
});

it.each<[Partial<Cell>, number | null, boolean]>([
  [{}, null, false],
  [{ engine: 'wasm' }, null, true],
  [{ engine: 'wasm' }, 4e8, false],
  [{ engine: 'wasm', recipe: 'naive' }, null, false],
])(
  'training of %j whose passes were counted by %s: contradicts its recipe: %s',
  (cell, passNs, contradicts) => {
    const result = changed(vgg(300, cell), ({ repetitions }) => ({
      // Lists of one length are those of a given number of samples.
      repetitions: repetitions.map((one, i) => ({ ...one, passNs, samplesThinned: one.samplesThinned + i })),
    }));
    expect(checkedFactsOf(submission([result])).flags.includes('p26-recipe')).toBe(contradicts);
  },
);

it('expects the memory of a process on Linux, from runners that record their loops', () => {
  const counted = (elapsedNs: number | undefined, peakMemory: PeakMemory | null) => {
    const result = changed(vgg(300), ({ repetitions }) => ({
      peakMemory,
      repetitions: repetitions.map((one) => ({ ...one, elapsedNs })),
    }));
    return checkedFactsOf(submission([result])).flags.includes('p7-memory');
  };
  expect(counted(31e9, null)).toBe(true);
  expect(counted(31e9, { bytes: 4e9, method: 'rss-peak' })).toBe(false);
  expect(counted(31e9, { bytes: 1, method: 'rss-peak' })).toBe(true);
  expect(counted(undefined, null)).toBe(false);
});

it('passes are not counted where the number of samples was given, also of a single result', () => {
  const flagsOf = (samplesThinned: number) => {
    const result = changed(vgg(300, { engine: 'wasm' }), ({ repetitions: [first] }) => ({
      repetitions: [{ ...first!, passNs: null, samplesThinned }],
    }));
    return checkedFactsOf(submission([result])).flags.filter((id) => id === 'p26-recipe');
  };
  // 20 samples, and 30, which the preset takes at least.
  expect(flagsOf(0)).toEqual([]);
  expect(flagsOf(10)).toEqual(['p26-recipe']);
});
