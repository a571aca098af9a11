/** @file Starts the engine in Node. */
import { availableParallelism, totalmem } from 'node:os';
import { Worker } from 'node:worker_threads';
import { createThread } from './device/asked.ts';
import { createBackend, type WasmBackend } from './device/backend.ts';
import { detectFeatures } from './device/features.ts';
import type { Thread } from './device/pool.ts';
import { requireSimd } from './simd.ts';

/** Node that strips types by itself needs no loader, which would take a thread some 300 ms to start. */
const execArgv = process.features.typescript ? [] : process.execArgv;

function startThread(): Thread {
  const worker = new Worker(new URL('./node-thread.ts', import.meta.url), { execArgv });
  const asked = createThread({
    // A thread keeps the process alive only while it is asked something.
    post: (message) => {
      worker.ref();
      worker.postMessage(message);
    },
    terminate: () => {
      void worker.terminate();
    },
  });
  worker.unref();
  worker.on('message', (answer) => {
    worker.unref();
    asked.answered(answer);
  });
  worker.on('error', (error) => asked.ended(String(error)));
  worker.on('exit', (code) => asked.ended(`exit ${code}`));
  return asked.thread;
}

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
  return createBackend({ features, threads, startThread, memoryBytes: memoryBytes() });
}
