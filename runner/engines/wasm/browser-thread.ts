/** @file The script of a thread in a browser: a Web Worker. */
import { serveThread } from './device/thread.ts';

serveThread({
  answer: (answer) => postMessage(answer),
  onMessage: (handle) => {
    addEventListener('message', ({ data }) => handle(data));
  },
});
