import { describe, expect, it } from 'vitest';
import type { AdapterFacts } from './adapter.ts';
import { deviceOf, rendererName } from './device.ts';

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
