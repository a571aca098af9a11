/** @file Starts the engine in a browser, in a Web Worker. */

import { createBackend, type WasmBackend } from './device/backend.ts';
import { detectFeatures } from './device/features.ts';
import type { Thread } from './device/pool.ts';
import { createThread } from './device/port.ts';
import { requireSimd } from './simd.ts';

function startThread(): Thread {
  const worker = new Worker(new URL('./browser-thread.ts', import.meta.url), { type: 'module' });
  const asked = createThread({
    post: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
  });
  worker.addEventListener('message', ({ data }) => asked.answered(data));
  worker.addEventListener('error', ({ message }) => asked.ended(message || 'its script could not be loaded'));
  return asked.thread;
}

/**
 * On all cores if the page is isolated from others, so that it has shared memory; else on one.
 * @throws UnsupportedError without SIMD; Error in one sentence if threads or memory are refused
 */
export async function startInBrowser(): Promise<WasmBackend> {
  const features = detectFeatures();
  requireSimd(features);
  const threads = globalThis.crossOriginIsolated ? navigator.hardwareConcurrency : 1;
  return createBackend({ features, threads, startThread, memoryBytes: null });
}
