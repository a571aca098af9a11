/** @file Sample values of chips for tests. */
import type { Directory, Listed, Subject } from '../values/directory.ts';
import { settingOf } from '../values/setting.ts';
import type { Value } from '../values/subject-file.ts';

/** A value of VGG16 in seconds per epoch; `batch` tells settings apart. */
export function sampleValue(batch: number, value: number, changes: Partial<Value> = {}): Value {
  const key = `suite 1 | vgg16-cifar100 | train | secondsPerEpoch | naive | float32 | batch ${batch}`;
  return {
    setting: settingOf(key, `naive · float32 · batch ${batch} · measured`),
    engine: 'pytorch',
    device: { kind: 'gpu', api: 'cuda' },
    value,
    interval: { low: value * 0.95, high: value * 1.05 },
    count: 3,
    machines: 1,
    disputed: false,
    baselineValue: 863,
    ...changes,
  };
}

const listed = (id: string, name: string, engines = ['pytorch']): Listed => ({
  kind: 'chip',
  id,
  name,
  vendor: 'NVIDIA',
  hash: 'x',
  settings: 3,
  engines,
});

export const sampleDirectory: Directory = {
  subjects: [
    listed('nvidia-geforce-rtx-4070-super', 'NVIDIA GeForce RTX 4070 SUPER', ['pytorch', 'webgpu']),
    listed('nvidia-geforce-rtx-2070', 'NVIDIA GeForce RTX 2070'),
    listed('apple-m1-max-32-core-gpu', 'Apple M1 Max (32-core GPU)', ['mlx']),
    { ...listed('pc-1', 'A PC'), kind: 'machine' },
  ],
  baseline: { id: 'intel-core-i7-8700', name: 'Intel Core i7-8700' },
  workloads: [
    ['matmul', 'Matrix product'],
    ['vgg16-cifar100', 'VGG16 on CIFAR-100'],
  ],
  engines: [
    ['webgpu', 'WebGPU'],
    ['pytorch', 'PyTorch'],
    ['mlx', 'MLX'],
  ],
};

export const sampleSubjects: Subject[] = sampleDirectory.subjects.map((one) => ({
  id: one.id,
  listed: one,
  engine: null,
  device: null,
}));
