/** @file Starts the threads of the engine in Node. */
import { Worker } from 'node:worker_threads';
import type { Thread } from './device/pool.ts';
import { createThread } from './device/port.ts';

/** Node that strips types by itself needs no loader, which would take a thread some 300 ms to start. */
const execArgv = process.features.typescript ? [] : process.execArgv;

/** @param onStart is given the worker, for tests that end it */
export function startThread(onStart: (worker: Worker) => void = () => undefined): Thread {
  const worker = new Worker(new URL('./node-thread.ts', import.meta.url), { execArgv });
  onStart(worker);
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
