/** @file Starts the engine in Node. */
import { availableParallelism, totalmem } from 'node:os';
import { createBackend, type WasmBackend } from './device/backend.ts';
import { detectFeatures } from './device/features.ts';
import { requireSimd } from './simd.ts';
import { startThread } from './threads.ts';

/** Bytes that the process may use: of the container, if it is limited, else of the machine. */
const memoryBytes = (): number =>
  Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

/**
 * @param threads at most; by default as many as the process may use, quotas of containers included
 * @throws UnsupportedError without SIMD; Error in one sentence if threads or memory are refused
 */
export async function startWasm(threads: number = availableParallelism()): Promise<WasmBackend> {
  const features = detectFeatures();
  requireSimd(features);
  return createBackend({
    features,
    threads,
    startThread: () => startThread(),
    memoryBytes: memoryBytes(),
  });
}
