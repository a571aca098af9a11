/** @file Bytes for the messages of an engine that runs out of memory. */

/** "12.3 GB": 10^9 bytes, as the makers of devices count. */
export const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
