/** @file Reads a prepared data set into memory, in the process that trains on it. */
import { join } from 'node:path';
import { type DatasetEntry, datasets, findDataset } from './catalogue.ts';
import { readCifarDataset } from './cifar.ts';
import { readIdxDataset } from './idx.ts';
import { inspect } from './inspect.ts';
import type { Dataset } from './samples.ts';

/** Loads a data set by its name from the folder with its files. */
export type LoadDataset = (name: string, folder: string) => Promise<Dataset>;

/**
 * Hashes every file once more: the result of a training run says that the data were the official ones.
 * @throws Error in one line where a file is missing, is another one, or is damaged
 */
export async function loadDataset(
  name: string,
  folder: string,
  among: Readonly<Record<string, DatasetEntry>> = datasets,
): Promise<Dataset> {
  const entry = findDataset(name, among);
  for (const file of entry.files) {
    const finding = await inspect(join(folder, file.name), file);
    if (finding.state !== 'right') {
      throw new Error(`${name}: ${finding.state === 'wrong' ? finding.what : `${file.name} is missing`}`);
    }
  }
  const dataset = await (entry.format === 'idx' ? readIdxDataset : readCifarDataset)(entry, folder);
  for (const { labels } of [dataset.train, dataset.test]) {
    const broken = labels.findIndex((label) => label >= entry.classes);
    if (broken >= 0)
      throw new Error(
        `${name}: sample ${broken} has the label ${labels[broken]}, there are ${entry.classes} classes`,
      );
  }
  return dataset;
}
