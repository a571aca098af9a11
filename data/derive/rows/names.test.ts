import { describe, expect, it } from 'vitest';
import type { Leaderboard, Row } from '../../contract/leaderboard.ts';
import type { EngineShare } from '../../contract/tables/engine-share.ts';
import { nameRows } from './names.ts';

/** The fields of a row that decide about its names. */
const row = {
  hardware: null,
  engine: 'tensorflow',
  device: { kind: 'gpu', api: 'cuda', name: 'RTX 2070 8GB', software: false },
  dtype: 'float32',
  mode: 'train',
  metric: 'secondsPerEpoch',
  flags: [],
  sources: [
    { path: 'a.json', by: 'contributor', url: null, title: 'A' },
    { path: 'b.json', by: 'contributor', url: null, title: 'B' },
  ],
} as const;

const share: EngineShare = {
  engine: 'tfjs-webgpu',
  device: 'gpu',
  dtype: 'float32',
  sameDType: { low: 0.02, median: 0.04, high: 0.11, works: 3, engine: 'pytorch', dtype: 'float32' },
  otherDType: null,
  devices: ['NVIDIA H200 SXM'],
  sources: ['data/submissions/suite-1/a.json'],
};
const names = new Map([
  ['pytorch', 'PyTorch'],
  ['tfjs-webgpu', 'TensorFlow.js WebGPU'],
]);
const slow = { engine: 'tfjs-webgpu', provenance: 'measured' } as const;
const said = (change: Partial<Row>, shares = [share]) => {
  const leaderboard = { rows: [{ ...row, ...change }], hardware: [] } as unknown as Leaderboard;
  return nameRows(leaderboard, names, shares)[0]!.fasterEngine;
};

it('a row says who is behind its files, each once', () => {
  const leaderboard = { rows: [row], hardware: [] } as unknown as Leaderboard;
  expect(nameRows(leaderboard, names, [])[0]!.measuredBy).toEqual(['contributor']);
});

describe('a row of an engine that is not the fastest', () => {
  it('says how much faster another one is, where, and how to measure with it', () => {
    expect(said(slow)).toBe(
      'On NVIDIA H200 SXM, TensorFlow.js WebGPU in float32 reached 2 to 11 % of the speed of PyTorch (3 comparisons). To measure with the faster one: npm run bench -- --setup pytorch',
    );
  });

  it.each([
    ['published values', { ...slow, provenance: 'published' }],
    ['another engine', { ...slow, engine: 'pytorch' }],
    ['another dtype', { ...slow, dtype: 'float16' }],
    ['a CPU', { ...slow, device: { kind: 'cpu', api: 'none', name: 'x', software: false } }],
    ['an emulated GPU', { ...slow, device: { kind: 'gpu', api: 'vulkan', name: 'x', software: true } }],
    ['training to a target', { ...slow, mode: 'converge' }],
  ] as const)('says nothing of %s', (_, change) => {
    expect(said(change)).toBeNull();
  });

  it('says nothing if the engine is about as fast', () => {
    const good = { ...share, sameDType: { ...share.sameDType!, median: 0.95 } };
    expect(said(slow, [good])).toBeNull();
  });
});
