import { expect, it } from 'vitest';
import type { Api } from '../../../../data/contract/words.ts';
import type { ListedGpu } from './llama-bench.ts';
import { oneGpu } from './one-gpu.ts';

const listed = (id: string, api: Api, name: string): ListedGpu => ({
  id,
  device: { kind: 'gpu', api, name, software: false },
});
const gpus = [
  listed('CUDA0', 'cuda', 'NVIDIA L4'),
  listed('CUDA1', 'cuda', 'NVIDIA L4'),
  listed('Vulkan0', 'vulkan', 'NVIDIA L4'),
  listed('Vulkan1', 'vulkan', 'AMD Radeon RX 7600'),
];
const help =
  '  -dev, --device <dev0/dev1/...>\n  -sm, --split-mode <none|layer|row>\n  -mg, --main-gpu <i>\n';

it('selects the device of the API by name, and among equal ones by its place', () => {
  const pinned = { '-sm': 'none', '-mg': 0 };
  expect(oneGpu({ api: 'vulkan', name: 'AMD Radeon RX 7600' }, gpus, help, null)).toEqual({
    '-dev': 'Vulkan1',
    ...pinned,
  });
  expect(oneGpu({ api: 'cuda', name: 'NVIDIA L4' }, gpus, help, 1)).toEqual({ '-dev': 'CUDA1', ...pinned });
  expect(oneGpu({ api: 'cuda', name: 'NVIDIA L4' }, gpus, help, 0)).toEqual({ '-dev': 'CUDA0', ...pinned });
  // A variable of the API has hidden the others.
  expect(oneGpu({ api: 'cuda', name: 'NVIDIA L4' }, gpus.slice(0, 1), help, 1)).toEqual({
    '-dev': 'CUDA0',
    ...pinned,
  });
});

it('makes the GPU the main one of an older llama-bench, and refuses one that would use all', () => {
  const older = help.split('\n').slice(1).join('\n');
  expect(oneGpu({ api: 'cuda', name: 'NVIDIA L4' }, gpus, older, 1)).toEqual({ '-sm': 'none', '-mg': 1 });
  expect(oneGpu({ api: 'cuda', name: 'NVIDIA L4' }, gpus.slice(0, 1), '', null)).toEqual({});
  expect(() => oneGpu({ api: 'cuda', name: 'NVIDIA L4' }, gpus, '', 0)).toThrow(
    'cannot be limited to one of its 4 GPUs',
  );
  expect(() => oneGpu({ api: 'cuda', name: 'NVIDIA T4' }, gpus, help, 0)).toThrow(
    'does not list the GPU "NVIDIA T4"',
  );
});
