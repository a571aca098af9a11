import { expect, it } from 'vitest';
import { linux, mac } from '../python/testing/platforms.ts';
import { requirements } from './requirements.ts';

it.each([
  [linux, ['mlx[cpu]==0.32.4', 'mlx-lm==0.32.2'], null],
  [mac, ['mlx==0.32.4', 'mlx-lm==0.32.2'], null],
] as const)('on %o, the packages are %o', (platform, packages, index) => {
  expect(requirements(platform)).toMatchObject({
    packages: expect.arrayContaining([...packages]),
    index: index === null ? null : expect.stringMatching(index),
  });
});
