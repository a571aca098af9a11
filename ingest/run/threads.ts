/** @file Spreads files over threads; the order of the answers is that of the files. */
import { availableParallelism } from 'node:os';
import type { Parsed } from '../../data/contract/problem.ts';
import { type Contribution, contributionOf, type Run } from './contribution.ts';
import { fromMessage, type Message } from './message.ts';
import { startThread } from './thread.ts';

/** A file, the key of the content that is known of it, and whether its rows are most likely read later. */
export type Asked = readonly [path: string, known: string | null, rows: boolean];

/** Null for a file whose content is the known one. */
export type Answer = Parsed<Contribution | null>;

/** Below this number of files starting threads takes longer than computing. */
export const MANY = 200;

/** Files in one message: few enough to balance the load, enough to hide the cost of a message. */
const BATCH = 16;

/** More threads than this would wait for the main one, which receives all results. */
const MAX_THREADS = 8;

/** Sends one batch after the other to a worker until none is left. */
function drain(run: Run, batches: IterableIterator<[number, Asked[]]>, into: Answer[][]): Promise<void> {
  const worker = startThread('worker.ts', run);
  return new Promise<void>((resolve, reject) => {
    let current = 0;
    const next = () => {
      const batch = batches.next();
      if (batch.done) {
        resolve();
        return;
      }
      current = batch.value[0];
      worker.postMessage(batch.value[1]);
    };
    worker.on('message', (message: Message) => {
      const received = current;
      // The thread computes the next batch while this one is read.
      next();
      into[received] = fromMessage(message);
    });
    const fail = (error: unknown) => {
      // The other threads stop after the batches that they have.
      Array.from(batches);
      reject(error);
    };
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`a worker thread of ingest ended with ${code}`)));
    next();
  }).finally(() => {
    worker.removeAllListeners('exit');
    return worker.terminate();
  });
}

/** The answer about every file, in order. */
export async function answersTo(run: Run, files: readonly Asked[]): Promise<Answer[]> {
  if (files.length < MANY) return files.map((asked) => contributionOf(run, ...asked));
  const batches: Asked[][] = [];
  for (let start = 0; start < files.length; start += BATCH) batches.push(files.slice(start, start + BATCH));
  const into: Answer[][] = [];
  const left = batches.entries();
  const threads = Math.min(MAX_THREADS, availableParallelism(), batches.length);
  await Promise.all(Array.from({ length: threads }, () => drain(run, left, into)));
  return into.flat();
}
