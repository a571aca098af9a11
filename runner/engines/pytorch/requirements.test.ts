import { expect, it } from 'vitest';
import { linux, mac, windows } from '../python/testing/platforms.ts';
import { requirements } from './requirements.ts';

it.each([
  [linux, ['torch==2.13.0+cpu'], /whl\/cpu$/],
  [{ ...linux, arch: 'arm64' }, ['torch==2.13.0+cpu'], /whl\/cpu$/],
  [{ ...linux, nvidiaDriver: 580 }, ['torch==2.13.0'], null],
  [{ ...linux, nvidiaDriver: 550 }, ['torch==2.13.0+cu126'], /whl\/cu126$/],
  [{ ...linux, nvidiaDriver: 470 }, ['torch==2.13.0+cpu'], /whl\/cpu$/],
  [mac, ['torch==2.13.0'], null],
  [windows, ['torch==2.13.0'], null],
  [{ ...windows, nvidiaDriver: 590 }, ['torch==2.13.0+cu130'], /whl\/cu130$/],
] as const)('on %o, the packages are %o', (platform, packages, index) => {
  expect(requirements(platform)).toMatchObject({
    packages: expect.arrayContaining([...packages]),
    index: index === null ? null : expect.stringMatching(index),
  });
});
