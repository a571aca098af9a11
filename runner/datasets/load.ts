/** @file Loads a prepared data set into the memory of the process that trains on it. */
import { join } from 'node:path';
import { type DatasetEntry, datasets, findDataset } from './catalogue.ts';
import { readCifarDataset } from './cifar.ts';
import { readIdxDataset } from './idx.ts';
import { inspect } from './inspect.ts';
import type { Dataset } from './samples.ts';

/** Loads a data set by name from the folder that holds its files. */
export type LoadDataset = (name: string, folder: string) => Promise<Dataset>;

/**
 * Hashes every file again, because the result states that the official data were used.
 * @throws Error with a one-line message if a file is missing, different or damaged
 */
export async function loadDataset(
  name: string,
  folder: string,
  among: Readonly<Record<string, DatasetEntry>> = datasets,
): Promise<Dataset> {
  const entry = findDataset(name, among);
  for (const file of entry.files) {
    const problem = await inspect(join(folder, file.name), file);
    if (problem !== null) {
      throw new Error(
        `${name}: ${problem.kind === 'wrong' ? problem.description : `${file.name} is missing`}`,
      );
    }
  }
  const dataset = await (entry.format === 'idx' ? readIdxDataset : readCifarDataset)(entry, folder);
  for (const { labels } of [dataset.train, dataset.test]) {
    const broken = labels.findIndex((label) => label >= entry.classes);
    if (broken >= 0)
      throw new Error(
        `${name}: sample ${broken} has the label ${labels[broken]}, but there are only ${entry.classes} classes`,
      );
  }
  return dataset;
}
