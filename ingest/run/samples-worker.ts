/** @file A worker thread: writes the files of raw samples. */
import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

enableCompileCache();
const { Staging } = await import('../export/staging.ts');
const { writeSamples } = await import('./samples.ts');

const staging = new Staging(workerData.targets, workerData.place);
await writeSamples(staging, workerData.accepted);
parentPort!.postMessage(staging.written);
