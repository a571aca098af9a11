import { expect, it } from 'vitest';
import { linux, mac, windows } from '../python/testing/platforms.ts';
import { requirements } from './requirements.ts';

it.each([
  [linux, ['tensorflow-cpu==2.21.0'], null],
  [{ ...linux, arch: 'arm64' }, ['tensorflow==2.21.0'], null],
  [{ ...linux, nvidiaDriver: 550 }, ['tensorflow[and-cuda]==2.21.0'], null],
  [mac, ['tensorflow==2.18.1', 'tensorflow-metal==1.2.0'], null],
  [{ ...windows, nvidiaDriver: 590 }, ['tensorflow==2.21.0'], null],
] as const)('on %o, the packages are %o', (platform, packages, index) => {
  expect(requirements(platform)).toMatchObject({
    packages: expect.arrayContaining([...packages]),
    index: index === null ? null : expect.stringMatching(index),
  });
});

it('requires Python 3.12 or older for tensorflow-metal, with a note', () => {
  expect(requirements(mac)).toMatchObject({
    newest: [3, 12],
    note: expect.stringMatching(/Python 3\.12 or older/),
  });
  expect(requirements(linux)).toMatchObject({ newest: [3, 13], note: null });
});
