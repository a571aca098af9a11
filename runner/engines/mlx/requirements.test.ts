import { expect, it } from 'vitest';
import { linux, mac, windows } from '../python/testing/platforms.ts';
import { requirements } from './requirements.ts';

it.each([
  [linux, ['mlx[cpu]==0.32.4'], null],
  [{ ...linux, nvidiaDriver: 550 }, ['mlx[cuda12]==0.32.4'], null],
  [{ ...linux, nvidiaDriver: 595 }, ['mlx[cuda13]==0.32.4'], null],
  [mac, ['mlx==0.32.4'], null],
] as const)('on %o, the packages are %o', (platform, packages, index) => {
  expect(requirements(platform)).toMatchObject({
    packages: expect.arrayContaining([...packages]),
    index: index === null ? null : expect.stringMatching(index),
  });
});

it('rejects Windows with the reason', () => {
  expect(requirements(windows)).toMatchObject({
    reason: expect.stringMatching(/Apple silicon and Linux only/),
  });
});
