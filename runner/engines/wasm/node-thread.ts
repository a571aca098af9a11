/** @file The script of a thread in Node. */
import { parentPort } from 'node:worker_threads';
import { serveThread } from './device/thread.ts';

const port = parentPort!;
serveThread({
  answer: (answer) => port.postMessage(answer),
  onMessage: (handle) => port.on('message', handle),
});
