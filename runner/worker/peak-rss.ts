/** @file The peak memory of a worker, as the worker itself can read it. */
import type { PeakMemory } from '../../data/contract/outcome.ts';

/**
 * Resident set high-water mark of this process. Null on Linux: there it may be that of the process which started this
 * one, and the supervisor reads the right one from outside (VmHWM).
 * @param maxRssKibibytes As Node gives it on every system (libuv converts the bytes of macOS and of Windows).
 */
export function ownPeakRss(
  platform: NodeJS.Platform = process.platform,
  maxRssKibibytes: number = process.resourceUsage().maxRSS,
): PeakMemory | null {
  return platform === 'linux' ? null : { bytes: maxRssKibibytes * 1024, method: 'rss-peak' };
}
