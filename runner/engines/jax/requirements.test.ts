import { expect, it } from 'vitest';
import { linux, mac, windows } from '../python/testing/platforms.ts';
import { requirements } from './requirements.ts';

it.each([
  [linux, 'jax==0.10.2', null],
  [{ ...linux, arch: 'arm64' }, 'jax==0.10.2', null],
  [{ ...linux, nvidiaDriver: 580 }, 'jax[cuda13]==0.10.2', null],
  [{ ...linux, nvidiaDriver: 550 }, 'jax[cuda12]==0.10.2', /CUDA 13 needs driver 580/],
  [{ ...linux, nvidiaDriver: 470 }, 'jax==0.10.2', /the CPU build/],
  [mac, 'jax==0.10.2', /jax-metal.*no longer maintained/],
  [windows, 'jax==0.10.2', null],
  [{ ...windows, nvidiaDriver: 590 }, 'jax==0.10.2', /in WSL/],
] as const)('on %o, the package is %s', (platform, jax, note) => {
  expect(requirements(platform)).toMatchObject({
    packages: [jax, 'jaxlib==0.10.2', expect.stringMatching(/^numpy==/)],
    note: note === null ? null : expect.stringMatching(note),
  });
});
