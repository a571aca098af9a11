/** @file Starts the engine in Node. */
import { totalmem } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { readLimits, usableThreads } from '../../system/limits.ts';
import { createBackend, type WasmBackend } from './device/backend.ts';
import { detectFeatures, type Features } from './device/features.ts';
import { hasWideVectors } from './device/wide-vectors.ts';
import { requireSimd } from './simd.ts';
import { startThread } from './threads.ts';

/** Bytes that the process may use: of the container, if it is limited, else of the machine. */
const memoryBytes = (): number => Math.min(totalmem(), readLimits().memoryBytes ?? Number.POSITIVE_INFINITY);

/**
 * The features of this process, in which V8 from now on pairs vectors into registers of 256 bits where the processor has
 * them. Its flag is off by default; the checks of all results compare what is computed with it.
 */
export async function enableFeatures(): Promise<Features> {
  const features = detectFeatures();
  if (!features.simd || process.arch !== 'x64') return features;
  setFlagsFromString('--experimental-wasm-revectorize');
  return { ...features, wideVectors: await hasWideVectors(features.relaxedSimd) };
}

/**
 * @param threads at most; by default as many as the process may use, quotas of containers included
 * @param known features to use; all that there are by default
 * @throws UnsupportedError without SIMD; Error in one sentence if threads or memory are refused
 */
export async function startWasm(
  threads: number = usableThreads(),
  known: Features | null = null,
): Promise<WasmBackend> {
  const features = known ?? (await enableFeatures());
  requireSimd(features);
  return createBackend({
    features,
    threads,
    startThread: () => startThread(),
    memoryBytes: memoryBytes(),
  });
}
