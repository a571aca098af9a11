/**
 * @file Enables threads for the WebAssembly backend in Node.
 *
 * The package disables them there (github.com/tensorflow/tfjs/issues/3830) because its loader passes blob: URLs to
 * worker threads, which Node does not accept. The worker script and glue code of the package support Node, so it is
 * enough to replace the URLs by those files. Observed on Node 24: a 1024 matmul at 39 instead of 21 GFLOP/s and a 3x3
 * convolution at 44 instead of 22 GFLOP/s on two cores.
 */
import { createRequire } from 'node:module';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { usableThreads } from '../../system/limits.ts';

const require = createRequire(import.meta.url);
const folder = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'wasm-out');
const glue = join(folder, 'tfjs-backend-wasm-threaded-simd.js');

/** Folder of the WebAssembly files, with the trailing separator that `setWasmPaths` expects. */
export const wasmFolder = join(folder, '/');

/** The package starts eight workers. With more, it would deadlock: no worker can start while the thread waits. */
const MAX_THREADS = 8;

export const wantedThreads = (): number => Math.min(usableThreads(), MAX_THREADS);

/**
 * Runs `start` (which loads the backend) with the two patches that threads need, then reverts them. The backend uses at
 * most half of the cores it sees, so it is shown twice the number of threads.
 */
export async function withNodeThreads<Result>(
  threads: number,
  start: () => Promise<Result>,
): Promise<Result> {
  const workerThreads: {
    Worker: typeof import('node:worker_threads').Worker;
  } = require('node:worker_threads');
  const { Worker } = workerThreads;
  const { cpus } = os;
  // The package escapes line ends for a Blob, which would unescape them; without a Blob it is done here.
  const script = (
    require(join(folder, 'tfjs-backend-wasm-threaded-simd.worker.js')) as { wasmWorkerContents: string }
  ).wasmWorkerContents.replace(/\n/g, '\\n');
  class WasmWorker extends Worker {
    constructor() {
      super(script, { eval: true });
    }
    override postMessage(message: { cmd?: string }): void {
      super.postMessage(message.cmd === 'load' ? { ...message, urlOrBlob: glue } : message);
    }
  }
  workerThreads.Worker = WasmWorker;
  os.cpus = () => {
    const [first] = cpus();
    return first ? Array.from({ length: 2 * threads }, () => first) : [];
  };
  try {
    return await start();
  } finally {
    workerThreads.Worker = Worker;
    os.cpus = cpus;
  }
}
