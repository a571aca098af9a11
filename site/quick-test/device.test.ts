import { describe, expect, it } from 'vitest';
import { type AdapterFacts, deviceOf, guessHardware, rendererName } from './device.ts';

const facts = (known: Partial<AdapterFacts>): AdapterFacts => ({
  vendor: '',
  architecture: '',
  device: '',
  description: '',
  fallback: false,
  half: false,
  ...known,
});

describe('rendererName', () => {
  it.each([
    [
      'ANGLE (NVIDIA, NVIDIA GeForce RTX 4070 SUPER (0x00002783) Direct3D11 vs_5_0 ps_5_0, D3D11)',
      'NVIDIA GeForce RTX 4070 SUPER',
    ],
    ['ANGLE (Apple, ANGLE Metal Renderer: Apple M1 Max, Unspecified Version)', 'Apple M1 Max'],
    [
      'ANGLE (Intel, Intel(R) UHD Graphics 630 (0x00003E92) Direct3D11 vs_5_0 ps_5_0, D3D11)',
      'Intel(R) UHD Graphics 630',
    ],
    [
      'ANGLE (NVIDIA, Vulkan 1.3.242 (NVIDIA GeForce RTX 2070 (0x00001F02)), NVIDIA-535.54)',
      'NVIDIA GeForce RTX 2070',
    ],
    ['NVIDIA GeForce RTX 3060/PCIe/SSE2', 'NVIDIA GeForce RTX 3060'],
    ['ANGLE (NVIDIA, NVIDIA GeForce GTX 980 Direct3D11 vs_5_0 ps_5_0), or similar', null],
    ['Apple GPU', null],
  ])('%s -> %s', (renderer, name) => {
    expect(rendererName(renderer)).toBe(name);
  });
});

describe('deviceOf', () => {
  it('uses the name from WebGL only if the vendors agree', () => {
    const ampere = facts({ vendor: 'nvidia', architecture: 'ampere' });
    expect(deviceOf(ampere, 'NVIDIA GeForce RTX 3060/PCIe/SSE2').name).toBe('NVIDIA GeForce RTX 3060');
    expect(deviceOf(ampere, 'ANGLE (Intel, Intel(R) UHD Graphics 630, D3D11)').name).toBe('nvidia ampere');
    expect(deviceOf(ampere, null).name).toBe('nvidia ampere');
  });

  it('prefers the name from WebGPU, and says if the browser hides it', () => {
    expect(deviceOf(facts({ vendor: 'nvidia', description: 'NVIDIA L4' }), null).name).toBe('NVIDIA L4');
    expect(deviceOf(facts({}), 'NVIDIA GeForce RTX 3060/PCIe/SSE2').name).toBe('hidden by the browser');
  });

  it.each([
    facts({ vendor: 'google', architecture: 'swiftshader' }),
    facts({ vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' }),
    facts({ vendor: 'microsoft', description: 'Microsoft Basic Render Driver' }),
    facts({ vendor: 'nvidia', fallback: true }),
  ])('recognizes a software adapter: %j', (software) => {
    expect(deviceOf(software, null).software).toBe(true);
    expect(deviceOf(facts({ vendor: 'intel', architecture: 'gen-12lp' }), null).software).toBe(false);
  });

  it('drops characters that hide or reorder text', () => {
    expect(deviceOf(facts({ description: 'RTX\u202e 4070\n' }), null).name).toBe('RTX 4070');
  });
});

describe('guessHardware', () => {
  const guess = (name: string, software = false) =>
    guessHardware({ kind: 'gpu', api: 'unknown', name, software }).map((entry) => entry.id);

  it('resolves the name that a driver reports', () => {
    expect(guess('NVIDIA GeForce RTX 4070 SUPER')).toEqual(['nvidia-geforce-rtx-4070-super']);
    expect(guess('NVIDIA GeForce RTX 2070')).toEqual(['nvidia-geforce-rtx-2070']);
  });

  it('returns all variants of a chip if the number of cores is unknown', () => {
    expect(guess('Apple M1 Max')).toEqual(['apple-m1-max-24-core-gpu', 'apple-m1-max-32-core-gpu']);
    expect(guess('Apple M1')).toEqual(['apple-m1-7-core-gpu', 'apple-m1-8-core-gpu']);
  });

  it('returns a laptop GPU only for its own name, and nothing for a family, a CPU or a software adapter', () => {
    expect(guess('NVIDIA GeForce RTX 4070 Laptop GPU')).toEqual(['nvidia-geforce-rtx-4070-laptop-gpu']);
    expect(guess('nvidia ampere')).toEqual([]);
    expect(guess('Intel Core i7-8700')).toEqual([]);
    expect(guess('NVIDIA GeForce RTX 4070', true)).toEqual([]);
  });
});
