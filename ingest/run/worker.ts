/** @file A worker thread: computes the contributions of the paths that it is sent. */
import { parentPort, workerData } from 'node:worker_threads';
import { contributionOf, type Run } from './contribution.ts';

const run: Run = workerData;

parentPort!.on('message', async (paths: readonly string[]) => {
  const contributions = [];
  for (const path of paths) contributions.push(await contributionOf(run, path));
  parentPort!.postMessage(contributions);
});
