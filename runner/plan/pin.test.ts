import { expect, it } from 'vitest';
import type { Api } from '../../data/contract/words.ts';
import { typeScriptWorker } from '../worker/command.ts';
import type { Access } from './devices.ts';
import { pinTo, pinVariables } from './pin.ts';

const access = (api: Api, changes: Partial<Access> = {}): Access => ({
  device: { kind: 'gpu', api, name: 'Some GPU', software: false },
  board: null,
  ordinal: 1,
  siblings: 2,
  ...changes,
});
const board = { uuid: '3b7e2c1a-0000-0000-0000-000000000000', address: null, nvidiaIndex: 0 };

it.each([
  ['cuda', { CUDA_VISIBLE_DEVICES: '1' }],
  ['rocm', { HIP_VISIBLE_DEVICES: '1' }],
  ['xpu', { ZE_AFFINITY_MASK: '1' }],
  ['vulkan', { GGML_VK_VISIBLE_DEVICES: '1' }],
  ['metal', {}],
] as const)('%s shows a worker one GPU of several', (api, expected) => {
  expect(pinVariables(access(api), {})).toEqual({ TRAINMARK_GPU_ORDINAL: '1', ...expected });
});

it('names the board to CUDA where it is known, and counts among the GPUs that the user left visible', () => {
  expect(pinVariables(access('cuda', { board }), {})).toMatchObject({
    CUDA_VISIBLE_DEVICES: `GPU-${board.uuid}`,
  });
  expect(pinVariables(access('cuda'), { CUDA_VISIBLE_DEVICES: '2,5' })).toMatchObject({
    CUDA_VISIBLE_DEVICES: '5',
  });
  expect(pinVariables(access('rocm'), { CUDA_VISIBLE_DEVICES: '3, 4' })).toMatchObject({
    HIP_VISIBLE_DEVICES: '4',
  });
});

it('leaves the name of a MIG instance to the variable that shows it', () => {
  const device = { ...access('cuda').device, name: 'NVIDIA A100-SXM4-40GB MIG 1g.5gb' };
  expect(
    pinVariables(access('cuda', { board, device }), { CUDA_VISIBLE_DEVICES: 'MIG-aaaa, MIG-bbbb' }),
  ).toMatchObject({ CUDA_VISIBLE_DEVICES: 'MIG-bbbb' });
});

it('adds the variables to the worker, and nothing where there is no other GPU', () => {
  const engine = { ...typeScriptWorker('/nowhere.ts', { OWN: '1' }), id: 'jax' } as unknown as Parameters<
    typeof pinTo
  >[0];
  expect(pinTo(engine, access('cuda'), {}).worker()).toMatchObject({
    environment: { OWN: '1', CUDA_VISIBLE_DEVICES: '1' },
  });
  expect(pinTo(engine, access('cuda', { siblings: 1, ordinal: 0 }), {})).toBe(engine);
});
