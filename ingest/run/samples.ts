/** @file Reads the samples of all accepted files again, one file after another, because contributions do not hold them. */
import { once } from 'node:events';
import { createSampleFiles } from '../export/samples.ts';
import { readSubmission } from '../read/read.ts';
import { startThread } from './thread.ts';
import { MANY } from './threads.ts';

export type SampleFiles = ReturnType<ReturnType<typeof createSampleFiles>['files']>;

/** Accepted files. */
export interface Accepted {
  /** Folder of the submissions. */
  folder: string;
  /** Relative to it, with `/` as the separator. */
  paths: readonly string[];
}

/** The files of raw samples. A file that changed since it was accepted and is no longer valid is left out. */
export async function readSamples({ folder, paths }: Accepted): Promise<SampleFiles> {
  const samples = createSampleFiles();
  for (const path of paths) {
    const read = await readSubmission(folder, path);
    if (read.ok) samples.add(read.value);
  }
  return samples.files();
}

/** Samples that are being read; whoever no longer needs them disposes of them. */
export interface ReadingSamples extends Disposable {
  files: Promise<SampleFiles>;
}

/** Does the same in a thread of its own. */
function inThread(accepted: Accepted): ReadingSamples {
  const worker = startThread('samples-worker.ts', accepted);
  const files = once(worker, 'message').then(([message]) => message);
  // Whoever waits for them gets the error; until then nobody does.
  files.catch(() => {});
  return { files, [Symbol.dispose]: () => void worker.terminate() };
}

/** Reads the samples of many files while the caller does something else. */
export const startSamples = (accepted: Accepted): ReadingSamples =>
  accepted.paths.length < MANY
    ? { files: readSamples(accepted), [Symbol.dispose]: () => {} }
    : inThread(accepted);
