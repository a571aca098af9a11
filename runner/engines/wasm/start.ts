/** @file Starts the engine in Node. */
import { totalmem } from 'node:os';
import { readLimits, usableThreads } from '../../system/limits.ts';
import { createBackend, type WasmBackend } from './device/backend.ts';
import { detectFeatures, type Features } from './device/features.ts';
import { requireSimd } from './simd.ts';
import { startThread } from './threads.ts';

/** Bytes that the process may use: of the container, if it is limited, else of the machine. */
const memoryBytes = (): number => Math.min(totalmem(), readLimits().memoryBytes ?? Number.POSITIVE_INFINITY);

/**
 * @param threads at most; by default as many as the process may use, quotas of containers included
 * @param features to use; all that there are by default
 * @throws UnsupportedError without SIMD; Error in one sentence if threads or memory are refused
 */
export async function startWasm(
  threads: number = usableThreads(),
  features: Features = detectFeatures(),
): Promise<WasmBackend> {
  requireSimd(features);
  return createBackend({
    features,
    threads,
    startThread: () => startThread(),
    memoryBytes: memoryBytes(),
  });
}
