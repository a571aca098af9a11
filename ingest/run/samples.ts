/** @file Reads the samples of all accepted files again, one file after another, because contributions do not hold them. */
import { createSampleFiles } from '../export/samples.ts';
import type { Extract } from '../extract/submission.ts';
import { ROOT, readSubmission } from '../read/read.ts';

/** The files of raw samples by their name. A file that changed since it was accepted and is no longer valid is left out. */
export async function readSamples(
  folder: string,
  extracts: readonly Pick<Extract, 'path'>[],
): Promise<Record<string, Uint8Array>> {
  const samples = createSampleFiles();
  for (const { path } of extracts) {
    const read = await readSubmission(folder, path.slice(ROOT.length));
    if (read.ok) samples.add(read.value);
  }
  return samples.files();
}
