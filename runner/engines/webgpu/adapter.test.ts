import { expect, test } from 'vitest';
import { toDevice } from './adapter.ts';
import { type AdapterInfo, isSoftware } from './device/software.ts';

const adapter = (changes: Partial<AdapterInfo>): AdapterInfo => ({
  vendor: '',
  architecture: '',
  device: '',
  description: '',
  isFallbackAdapter: false,
  ...changes,
});

test.each<[string, Partial<AdapterInfo>]>([
  ['SwiftShader through Dawn', { architecture: 'swiftshader', device: 'swiftshader-device-subzero-' }],
  ['SwiftShader by its driver', { description: 'SwiftShader driver 5.0.0' }],
  ['llvmpipe', { device: 'llvmpipe-llvm-15-0-6-256-bits-' }],
  ['lavapipe', { description: 'Mesa lavapipe' }],
  ['WARP', { description: 'Microsoft WARP' }],
  ['Microsoft Basic Render Driver', { device: 'microsoft-basic-render-driver' }],
  ['a fallback adapter that hides its name', { isFallbackAdapter: true }],
])('%s is software', (_, changes) => {
  expect(isSoftware(adapter(changes))).toBe(true);
});

test.each<[string, Partial<AdapterInfo>]>([
  ['NVIDIA', { vendor: 'nvidia', architecture: 'ada-lovelace', device: 'nvidia-geforce-rtx-4070-super' }],
  ['Apple', { vendor: 'apple', architecture: 'metal-3', description: 'Apple M1 Max' }],
  ['a name with letters of a software one', { device: 'warpath-gpu-9000' }],
])('%s is hardware', (_, changes) => {
  expect(isSoftware(adapter(changes))).toBe(false);
});

test('the device has the best name that the adapter reports', () => {
  expect(toDevice(adapter({ device: 'intel-r--uhd-graphics-770--adl-s-gt1-' }), 'vulkan')).toEqual({
    kind: 'gpu',
    api: 'vulkan',
    name: 'intel r uhd graphics 770 adl s gt1',
    software: false,
  });
  expect(toDevice(adapter({ description: 'Apple M1 Max' }), 'metal').name).toBe('Apple M1 Max');
  expect(toDevice(adapter({ vendor: 'amd', architecture: 'rdna-3' }), 'd3d12').name).toBe('amd rdna 3');
  expect(toDevice(adapter({}), 'vulkan').name).toBe('unknown GPU');
});
