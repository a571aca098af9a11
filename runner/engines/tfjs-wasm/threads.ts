/**
 * @file Turns on threads for the WebAssembly backend in Node.
 *
 * The package switches them off there (github.com/tensorflow/tfjs/issues/3830) because its loader hands blob: URLs to
 * worker threads, which Node refuses. Its worker script and its glue code are files of the package and know Node: a
 * Worker that swaps the URLs for those files is all that is missing. Observed on Node 24: a 1024 matmul at 39 instead of
 * 21 GFLOP/s and a 3x3 convolution at 44 instead of 22 GFLOP/s on two cores.
 */
import { createRequire } from 'node:module';
import os from 'node:os';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const folder = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'wasm-out');
const glue = join(folder, 'tfjs-backend-wasm-threaded-simd.js');

/** Folder of the WebAssembly files, with the separator that `setWasmPaths` expects at its end. */
export const wasmFolder = join(folder, '/');

/** The package starts eight workers; asking for more would wait for one that cannot start while the thread waits. */
const MAX_THREADS = 8;

export const wantedThreads = (): number => Math.min(os.availableParallelism(), MAX_THREADS);

/**
 * Runs `start` (which loads the backend) with the two patches that threads need, and takes them back.
 * The backend uses at most half of the cores that it counts, so it is shown twice the threads that are wanted.
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
  // A Blob would turn an escaped line end into a real one, and the package escapes for that; without a Blob so do we.
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
