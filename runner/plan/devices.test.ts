import { describe, expect, it } from 'vitest';
import type { Machine } from '../../data/contract/submission.ts';
import type { EngineId } from '../../data/contract/words.ts';
import { parseBoards, parseMachine } from '../detect/parse.ts';
import type { ProbedDevice } from '../protocol/messages.ts';
import { linuxNvidia } from '../testing/machines.ts';
import { numberDevices } from './devices.ts';

const uuid = (digit: number) => `${String(digit).repeat(8)}-1111-2222-3333-444444444444`;

/** Each row: name, index in nvidia-smi, UUID, PCI address. */
const nvidiaSmi = (...names: string[]) =>
  names.map((name, i) => `${name}, 24576, 580.1, ${i}, GPU-${uuid(i)}, 00000000:0${i + 1}:00.0`).join('\n');

const detected = (csv: string, controllers = linuxNvidia.controllers) => {
  const raw = { ...linuxNvidia, nvidiaSmi: csv, controllers };
  return { machine: parseMachine(raw), boards: parseBoards(raw) };
};

const gpu = (api: ProbedDevice['api'], name: string, more: Partial<ProbedDevice> = {}): ProbedDevice => ({
  kind: 'gpu',
  api,
  name,
  software: false,
  ...more,
});
const cpu: ProbedDevice = { kind: 'cpu', api: 'none', name: 'Some CPU', software: false };

function number(
  found: { machine: Machine; boards: ReturnType<typeof parseBoards> },
  engines: Partial<Record<EngineId, ProbedDevice[]>>,
  cudaInOrder = true,
) {
  const probes = new Map(
    Object.entries(engines).map(([id, devices]) => [
      id as EngineId,
      { available: true as const, version: '1', devices, observed: {} },
    ]),
  );
  const numbered = numberDevices({ ...found, probes, cudaInOrder });
  const waysOf = (id: EngineId) =>
    (numbered.access.get(id) ?? []).map(({ device, board }) => [device.index, board?.uuid ?? null]);
  return { ...numbered, waysOf };
}

describe('the numbers of GPUs', () => {
  const noOthers: typeof linuxNvidia.controllers = [];
  const two = detected(nvidiaSmi('NVIDIA RTX A5000', 'NVIDIA RTX A5000'), noOthers);

  it('are left out on a machine with one', () => {
    const one = detected(nvidiaSmi('NVIDIA RTX A5000'), noOthers);
    const { probes, devices, waysOf } = number(one, { pytorch: [gpu('cuda', 'NVIDIA RTX A5000'), cpu] });
    expect(waysOf('pytorch')).toEqual([[undefined, uuid(0)]]);
    expect(probes.get('pytorch')).toMatchObject({ devices: [{ name: 'NVIDIA RTX A5000' }, cpu] });
    expect(devices).toEqual([
      { kind: 'gpu', name: 'NVIDIA RTX A5000', index: 0 },
      { kind: 'cpu', name: one.machine.cpu!.name, index: null },
    ]);
  });

  it('follow the identity, whatever the order of the engine is', () => {
    const swapped = [1, 0].map((i) =>
      gpu('cuda', 'NVIDIA RTX A5000', { uuid: `GPU-${uuid(i).toUpperCase()}` }),
    );
    expect(number(two, { pytorch: swapped }).waysOf('pytorch')).toEqual([
      [1, uuid(1)],
      [0, uuid(0)],
    ]);
    const byAddress = ['02:00.0', '0000:01:00.0'].map((address) => gpu('rocm', 'Some board', { address }));
    expect(number(two, { pytorch: byAddress }).waysOf('pytorch')).toEqual([
      [1, uuid(1)],
      [0, uuid(0)],
    ]);
  });

  it('follow the order of CUDA, but only if it is that of nvidia-smi', () => {
    const equal = [gpu('cuda', 'NVIDIA RTX A5000'), gpu('cuda', 'NVIDIA RTX A5000')];
    expect(number(two, { jax: equal }).waysOf('jax')).toEqual([
      [0, uuid(0)],
      [1, uuid(1)],
    ]);
    expect(number(two, { jax: equal }, false).waysOf('jax')).toEqual([
      [0, null],
      [1, null],
    ]);
    expect(number(two, { mlx: equal.slice(1) }).waysOf('mlx')).toEqual([[0, uuid(0)]]);
  });

  it('tell equal boards apart where the board itself is unknown, and stay away from one that may be either', () => {
    const engines = {
      'llama.cpp': [gpu('vulkan', 'NVIDIA RTX A5000'), gpu('vulkan', 'NVIDIA RTX A5000')],
      webgpu: [gpu('vulkan', 'nvidia rtx a5000')],
    };
    const { waysOf, devices } = number(two, engines);
    expect(waysOf('llama.cpp')).toEqual([
      [0, null],
      [1, null],
    ]);
    expect(waysOf('webgpu')).toEqual([[undefined, null]]);
    expect(devices.filter(({ kind }) => kind === 'gpu')).toHaveLength(2);
  });

  it('join spellings of one board: names of drivers, of lspci, and the only board of a vendor', () => {
    const mixed = detected(nvidiaSmi('NVIDIA GeForce RTX 4070'), [
      { vendor: 'Intel Corporation', model: 'DG2 [Arc A770]', vram: null },
      { vendor: 'Advanced Micro Devices, Inc. [AMD/ATI]', model: 'Navi 31', vram: null },
    ]);
    const { waysOf, devices } = number(mixed, {
      pytorch: [gpu('xpu', 'Intel(R) Arc(TM) A770 Graphics')],
      'llama.cpp': [
        gpu('vulkan', 'AMD Radeon RX 7900 XTX (RADV NAVI31)'),
        gpu('vulkan', 'GeForce RTX 4070'),
        gpu('cuda', 'NVIDIA GeForce RTX 4070'),
      ],
    });
    expect(waysOf('pytorch')).toEqual([[1, null]]);
    expect(waysOf('llama.cpp').map(([index]) => index)).toEqual([2, 0, 0]);
    expect(devices.filter(({ kind }) => kind === 'gpu')).toHaveLength(3);
  });

  it('follow for what only engines find, once for all of them; a part of a board is not the board', () => {
    const board = detected(nvidiaSmi('NVIDIA A100-SXM4-40GB'), noOthers);
    const part = gpu('cuda', 'NVIDIA A100-SXM4-40GB MIG 1g.5gb');
    const { waysOf, devices } = number(board, { pytorch: [part], jax: [{ ...part }] });
    expect(devices.map(({ index, name }) => [index, name]).slice(0, 2)).toEqual([
      [0, 'NVIDIA A100-SXM4-40GB'],
      [1, 'NVIDIA A100-SXM4-40GB MIG 1g.5gb'],
    ]);
    for (const id of ['pytorch', 'jax'] as const) expect(waysOf(id)[0]![0]).toBe(1);
  });

  it('skip GPUs that the CPU emulates', () => {
    const emulated = gpu('vulkan', 'llvmpipe', { software: true });
    const { devices, probes } = number(two, { webgpu: [emulated] });
    expect(devices.find(({ name }) => name === 'llvmpipe')).toEqual({
      kind: 'gpu',
      name: 'llvmpipe',
      index: null,
    });
    expect(probes.get('webgpu')).toMatchObject({ devices: [emulated] });
  });

  it('come without what identifies a board', () => {
    const { probes } = number(two, {
      pytorch: [gpu('cuda', 'NVIDIA RTX A5000', { uuid: uuid(1), address: '02:00.0' })],
    });
    expect(JSON.stringify([...probes])).not.toMatch(/uuid|address|1111|02:00/);
  });
});
