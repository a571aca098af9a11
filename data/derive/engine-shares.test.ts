import { describe, expect, it } from 'vitest';
import type { Cell } from '../contract/cell.ts';
import { newCell } from '../contract/new-cell.ts';
import type { EngineId } from '../contract/words.ts';
import { describeShare, isOutrun } from './describe-share.ts';
import { type EngineSpeed, engineShares } from './engine-shares.ts';

const speed = (
  engine: EngineId,
  itemsPerSecond: number,
  change: Partial<Cell> = {},
  place = 'a card',
): EngineSpeed => ({
  cell: newCell({
    workload: 'vgg16-cifar100',
    mode: 'train',
    engine,
    device: { kind: 'gpu', api: 'vulkan', name: 'a card', software: false },
    recipe: 'optimized',
    dtype: 'float32',
    batchSize: 256,
    ...change,
  }),
  device: 'A Card',
  place,
  itemsPerSecond,
  source: `${engine}.json`,
});
const names: Partial<Record<EngineId, string>> = { webgpu: 'Trainmark WebGPU', pytorch: 'PyTorch' };
const nameOf = (id: EngineId) => names[id] ?? id;
const of = (engine: EngineId, speeds: EngineSpeed[]) =>
  engineShares(speeds).find((one) => one.engine === engine);

describe('engineShares', () => {
  it('compares each engine with the fastest other one, work by work', () => {
    const speeds = [
      ...[speed('webgpu', 50), speed('pytorch', 100), speed('jax', 40)],
      ...[speed('webgpu', 10, { workload: 'resnet18' }), speed('pytorch', 100, { workload: 'resnet18' })],
    ];
    expect(of('webgpu', speeds)).toEqual({
      engine: 'webgpu',
      device: 'gpu',
      dtype: 'float32',
      sameDType: { low: 0.1, median: 0.3, high: 0.5, works: 2, engine: 'pytorch', dtype: 'float32' },
      otherDType: null,
      devices: ['A Card'],
      sources: ['pytorch.json', 'webgpu.json'],
    });
    expect(of('pytorch', speeds)?.sameDType).toMatchObject({ low: 2, high: 10, engine: 'webgpu' });
  });

  it('tells another dtype apart, and only where it is faster', () => {
    const half = speed('pytorch', 1300, { dtype: 'bfloat16' });
    const share = of('webgpu', [speed('webgpu', 98), speed('pytorch', 100), half])!;
    expect(share.sameDType).toMatchObject({ median: 0.98 });
    expect(share.otherDType).toMatchObject({ median: 0.075, engine: 'pytorch', dtype: 'bfloat16' });
    const slow = speed('pytorch', 30, { dtype: 'bfloat16' });
    expect(of('webgpu', [speed('webgpu', 98), speed('pytorch', 100), slow])?.otherDType).toBeNull();
  });

  it.each([
    ['device', { device: { kind: 'gpu', api: 'cuda', name: 'other', software: false } }, 'another card'],
    ['batch', { batchSize: 64 }, 'a card'],
    ['mode', { mode: 'infer' }, 'a card'],
  ] as const)('compares nothing across a different %s', (_, change, place) => {
    expect(engineShares([speed('webgpu', 1), speed('pytorch', 9, change, place)])).toEqual([]);
  });

  it('takes the fastest of several runs', () => {
    expect(
      of('webgpu', [speed('webgpu', 20), speed('webgpu', 50), speed('pytorch', 100)])?.sameDType,
    ).toMatchObject({
      median: 0.5,
      works: 1,
    });
  });
});

describe('describeShare', () => {
  const half = speed('pytorch', 1300, { dtype: 'bfloat16' });

  it('names devices, engines, dtypes and how much was compared', () => {
    const share = of('webgpu', [speed('webgpu', 98), speed('pytorch', 100), half])!;
    expect(describeShare(share, nameOf)).toBe(
      'on A Card, Trainmark WebGPU in float32 reached 98 % of the speed of PyTorch (1 comparison) and 7.5 % of its speed in bfloat16 (1 comparison)',
    );
    expect(isOutrun(share)).toBe(true);
  });

  it('gives a range, and knows an engine that is about as fast', () => {
    const speeds = [
      ...[speed('webgpu', 95), speed('pytorch', 100)],
      ...[speed('webgpu', 110, { workload: 'resnet18' }), speed('pytorch', 100, { workload: 'resnet18' })],
    ];
    const share = of('webgpu', speeds)!;
    expect(describeShare(share, nameOf)).toBe(
      'on A Card, Trainmark WebGPU in float32 reached 95 to 110 % of the speed of PyTorch (2 comparisons)',
    );
    expect(isOutrun(share)).toBe(false);
    expect(isOutrun(of('webgpu', [speed('webgpu', 60), speed('pytorch', 100)])!)).toBe(true);
  });
});
