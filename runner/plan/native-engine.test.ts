import { describe, expect, it } from 'vitest';
import type { Device } from '../../data/contract/cell.ts';
import type { EngineId } from '../../data/contract/words.ts';
import type { Engine, Offer } from '../protocol/engine.ts';
import { typeScriptWorker } from '../worker/command.ts';
import { findNativeEngine } from './native-engine.ts';

const gpu: Device = { kind: 'gpu', api: 'vulkan', name: 'Some GPU', software: false };
const cpu: Device = { kind: 'cpu', api: 'none', name: 'Some CPU', software: false };
const both: Offer = { download: '2.5 GB', deviceKinds: ['gpu', 'cpu'] };
const cpuOnly: Offer = { download: '200 MB', deviceKinds: ['cpu'] };

const engine = (id: EngineId, preference: Engine['preference'], setUp: boolean): Engine => ({
  id,
  computes: 'nets',
  preference,
  deviceKinds: ['gpu', 'cpu'],
  ...typeScriptWorker('/nowhere.ts'),
  ...(setUp ? {} : { worker: () => ({ reason: 'it is not set up', remedy: 'set it up' }) }),
  unsupported: () => null,
  setup: async () => undefined,
});
const webgpu = engine('webgpu', { gpu: 45 }, true);
const wasm = engine('wasm', { cpu: 45 }, true);
const find = (
  used: Engine,
  device: Device,
  native: readonly Engine[],
  offers: Partial<Record<EngineId, Offer>>,
) =>
  findNativeEngine(
    used,
    device,
    [webgpu, wasm, ...native],
    new Map(Object.entries(offers) as [EngineId, Offer][]),
  );

const pytorch = engine('pytorch', { gpu: 10, cpu: 10 }, false);
const mlx = engine('mlx', { gpu: 20 }, false);

describe('findNativeEngine', () => {
  it('is the most preferred engine that can be set up for this kind of device', () => {
    expect(find(webgpu, gpu, [mlx, pytorch], { pytorch: both, mlx: both })).toEqual({
      used: 'webgpu',
      device: gpu,
      engine: pytorch,
      offer: both,
    });
    expect(find(webgpu, gpu, [mlx, pytorch], { pytorch: cpuOnly, mlx: both })?.engine).toBe(mlx);
    expect(find(wasm, cpu, [mlx, pytorch], { pytorch: cpuOnly, mlx: both })?.offer).toBe(cpuOnly);
  });

  it('is nothing if no build computes on this kind of device, or none can be installed', () => {
    expect(find(webgpu, gpu, [pytorch], { pytorch: cpuOnly })).toBeNull();
    expect(find(webgpu, gpu, [pytorch], {})).toBeNull();
  });

  it('is never one that is set up already: it was tried first', () => {
    const ready = engine('pytorch', { gpu: 10, cpu: 10 }, true);
    expect(find(webgpu, gpu, [ready], {})).toBeNull();
    expect(find(webgpu, gpu, [ready, mlx], { pytorch: both, mlx: both })?.engine).toBe(mlx);
  });

  it('is nothing for the preferred engine itself and for an emulated GPU', () => {
    const ready = engine('pytorch', { gpu: 10, cpu: 10 }, true);
    expect(find(ready, gpu, [ready, mlx], { mlx: both })).toBeNull();
    expect(find(webgpu, { ...gpu, software: true }, [pytorch], { pytorch: both })).toBeNull();
  });
});
