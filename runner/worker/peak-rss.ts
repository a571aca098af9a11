/** @file Reads the peak memory of the current process. */
import type { PeakMemory } from '../../data/contract/outcome.ts';

/**
 * Peak resident set size of this process. Null on Linux, where it may be that of the parent process; there the supervisor
 * reads the correct value from outside (VmHWM).
 * @param maxRssKibibytes In KiB on every system; libuv converts the bytes of macOS and Windows.
 */
export function ownPeakRss(
  platform: NodeJS.Platform = process.platform,
  maxRssKibibytes: number = process.resourceUsage().maxRSS,
): PeakMemory | null {
  return platform === 'linux' ? null : { bytes: maxRssKibibytes * 1024, method: 'rss-peak' };
}
