/** @file A worker thread: computes the contributions of the paths that it is sent. */
import { parentPort, workerData } from 'node:worker_threads';
import { contributionOf, type Run } from './contribution.ts';
import { toMessage } from './message.ts';

const run: Run = workerData;

parentPort!.on('message', async (files: readonly (readonly [path: string, known: string | null])[]) => {
  const answers = [];
  for (const [path, known] of files) answers.push(await contributionOf(run, path, known));
  parentPort!.postMessage(toMessage(answers));
});
