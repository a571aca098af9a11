/** @file Computes the contributions of many files on all cores; the order of the results is that of the paths. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Parsed } from '../../data/contract/problem.ts';
import type { Extract } from '../extract/submission.ts';
import { contributionOf, type Run } from './contribution.ts';
import { unpack } from './packed.ts';

/** Below this number of files starting threads takes longer than computing. */
const MANY = 200;

/** Files in one message: few enough to balance the load, enough to hide the cost of a message. */
const BATCH = 16;

/** More threads than this would wait for the main one, which receives all results. */
const MAX_THREADS = 8;

type Contribution = Parsed<Extract>;

const unpacked = (packed: Parsed<string>): Contribution =>
  packed.ok ? { ok: true, value: unpack(packed.value) } : packed;

/** Sends one batch after the other to a worker until none is left. */
function drain(
  run: Run,
  batches: IterableIterator<[number, string[]]>,
  into: Contribution[][],
): Promise<void> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: run });
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
    worker.on('message', (packed: Parsed<string>[]) => {
      const received = current;
      // The thread computes the next batch while this one is unpacked.
      next();
      into[received] = packed.map(unpacked);
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

/** The contribution of every path, in order. */
export async function contributionsOf(run: Run, paths: readonly string[]): Promise<Contribution[]> {
  if (paths.length < MANY) {
    const contributions: Contribution[] = [];
    for (const path of paths) contributions.push(unpacked(await contributionOf(run, path)));
    return contributions;
  }
  const batches: string[][] = [];
  for (let start = 0; start < paths.length; start += BATCH) batches.push(paths.slice(start, start + BATCH));
  const into: Contribution[][] = [];
  const left = batches.entries();
  const threads = Math.min(MAX_THREADS, availableParallelism(), batches.length);
  await Promise.all(Array.from({ length: threads }, () => drain(run, left, into)));
  return into.flat();
}
