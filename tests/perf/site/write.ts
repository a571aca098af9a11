/**
 * @file Writes a generated leaderboard as ingest would, with its source files, for a site of any size:
 * `node --import tsx tests/perf/site/write.ts --rows 10000 --out FOLDER`, then
 * `npm run build -- --data FOLDER/data/generated --sources FOLDER --out SITE`.
 */
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { PREVIEW } from '../../../data/contract/preview.ts';
import { submissionText } from '../../../data/contract/submission-text.ts';
import { exportLeaderboard } from '../../../ingest/export/files.ts';
import { writeWhole } from '../../../ingest/export/output.ts';
import { createSampleFiles } from '../../../ingest/export/samples.ts';
import { toSummary } from '../../../ingest/export/summary.ts';
import { writeAll } from '../../../ingest/export/write.ts';
import { toPreview } from '../../../ingest/extract/preview.ts';
import { machineIdOf } from '../../../ingest/extract/submission.ts';
import { countsOf } from '../../../ingest/values/counts.ts';
import { generateLeaderboard } from './leaderboard.ts';

const published = resolve(import.meta.dirname, '../../../data/published');

/** Where `writeSite` puts what ingest generates. */
export const generatedIn = (folder: string): string => join(folder, 'data/generated');

/** Writes the leaderboard, its exports and its source files below a folder; returns a line that counts them. */
export async function writeSite(folder: string, rows: number): Promise<string> {
  const { leaderboard, files, extracts } = await generateLeaderboard(rows);
  for (const file of files) {
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, submissionText(file.submission));
  }
  await cp(published, join(folder, 'data/published'), { recursive: true });
  const preview = `${JSON.stringify(toPreview(extracts.map((one) => ({ ...one, machine: machineIdOf(one) }))))}\n`;
  await writeAll(generatedIn(folder), (output) => {
    exportLeaderboard(output, leaderboard);
    const samples = createSampleFiles(output);
    for (const file of files) samples.add(file);
    samples.close();
    writeWhole(output, PREVIEW, preview);
  });
  return toSummary(countsOf(leaderboard), files.length);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('it must be a whole number.');
  return value;
}

if (import.meta.main) {
  const { rows, out } = new Command('write')
    .requiredOption('--rows <number>', 'number of rows, at least 134', wholeNumber)
    .requiredOption('--out <folder>', 'folder to write to')
    .parse()
    .opts<{ rows: number; out: string }>();
  console.log(`${await writeSite(resolve(out), rows)}; written to ${out}`);
}
