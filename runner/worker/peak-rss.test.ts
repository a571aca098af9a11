import { expect, it } from 'vitest';
import { ownPeakRss } from './peak-rss.ts';

it.each(['darwin', 'win32'] as const)('a worker on %s reports its own peak, in bytes', (platform) => {
  expect(ownPeakRss(platform, 2048)).toEqual({ bytes: 2 * 1024 ** 2, method: 'rss-peak' });
  const { bytes } = ownPeakRss(platform) ?? { bytes: 0 };
  expect(bytes).toBeGreaterThan(10 * 1024 ** 2);
  expect(bytes).toBeLessThan(100 * 1024 ** 3);
});

it('is null on Linux, where the supervisor reads it', () => {
  expect(ownPeakRss('linux', 2048)).toBeNull();
});
