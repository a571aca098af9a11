import { expect, it } from 'vitest';
import { videoMemoryBytes } from './video-memory.ts';

const MIB = 2 ** 20;
const card = { vendor: 'NVIDIA', model: 'NVIDIA GeForce RTX 3060' };

it.each([
  ['of a card on Windows', 'win32', { ...card, vram: 12_288 }, 12_288 * MIB],
  ['cut off at 4 GiB', 'win32', { ...card, vram: 4095 }, null],
  ['too small for a GPU that computes', 'win32', { ...card, vram: 256 }, null],
  ['of an aperture on Linux', 'linux', { ...card, vram: 256 }, null],
  ['that the driver counts', 'linux', { ...card, vram: null, ownMemoryBytes: 7 * MIB }, 7 * MIB],
  ['of the machine', 'win32', { vendor: 'Intel', model: 'Intel(R) UHD Graphics 770', vram: 2048 }, null],
])('memory %s', (_, platform, adapter, bytes) => {
  expect(videoMemoryBytes(platform, adapter)).toBe(bytes);
});
