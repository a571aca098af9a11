/** @file Reads the samples of all accepted files again, one file after another, because contributions do not hold them. */
import { once } from 'node:events';
import type { Output } from '../export/output.ts';
import { createSampleFiles } from '../export/samples.ts';
import type { Staging } from '../export/staging.ts';
import { readSubmission } from '../read/read.ts';
import { startThread } from './thread.ts';
import { MANY } from './threads.ts';

/** Accepted files. */
export interface Accepted {
  /** Folder of the submissions. */
  folder: string;
  /** Relative to it, with `/` as the separator. */
  paths: readonly string[];
}

/** Writes the files of raw samples. A file that changed since it was accepted and is no longer valid is left out. */
export async function writeSamples(output: Output, { folder, paths }: Accepted): Promise<void> {
  const samples = createSampleFiles(output);
  for (const path of paths) {
    const read = await readSubmission(folder, path);
    if (read.ok) samples.add(read.value);
  }
  samples.close();
}

/** Samples that are being written; whoever no longer needs them disposes of them. */
export interface WritingSamples extends AsyncDisposable {
  done: Promise<void>;
}

/** Does the same in a thread of its own. */
function inThread(output: Staging, accepted: Accepted): WritingSamples {
  const worker = startThread('samples-worker.ts', { accepted, targets: output.targets, place: output.place });
  const done = once(worker, 'message').then(([written]) => output.adopt(written));
  return { done, [Symbol.asyncDispose]: async () => void (await worker.terminate()) };
}

/** Does the same in this thread, whenever it waits for something else. */
function inTurns(output: Output, accepted: Accepted): WritingSamples {
  const done = writeSamples(output, accepted);
  // Until it has ended, it would write into a folder that is being removed.
  return { done, [Symbol.asyncDispose]: () => done.catch(() => {}) };
}

/** Writes the samples of many files while the caller does something else. */
export function startSamples(output: Staging, accepted: Accepted): WritingSamples {
  const samples = accepted.paths.length < MANY ? inTurns(output, accepted) : inThread(output, accepted);
  // Whoever waits for them gets the error; until then nobody does, and Node would end the process.
  samples.done.catch(() => {});
  return samples;
}
