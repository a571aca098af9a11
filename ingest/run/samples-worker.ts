/** @file A worker thread: makes the files of raw samples. */
import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

enableCompileCache();
const { readSamples } = await import('./samples.ts');

const files = await readSamples(workerData);
parentPort!.postMessage(
  files,
  files.map(([, bytes]) => bytes.buffer),
);
