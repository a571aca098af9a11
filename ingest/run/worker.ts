/** @file A worker thread: computes the contributions of the paths that it is sent. */
import { enableCompileCache, flushCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Run } from './contribution.ts';
import type { Asked } from './threads.ts';

// The modules are compiled once for all threads and runs; that is half of the time until a thread can begin.
enableCompileCache();
const { contributionOf } = await import('./contribution.ts');
const { toMessage } = await import('./message.ts');
// Threads are ended when they have nothing left to do, too abruptly to write it then.
flushCompileCache();

const run: Run = workerData;

parentPort!.on('message', (files: readonly Asked[]) => {
  parentPort!.postMessage(toMessage(files.map((asked) => contributionOf(run, ...asked))));
});
