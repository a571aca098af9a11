/** @file Prepares the data sets and language models that a run needs, before anything is timed. */
import { resolve } from 'node:path';
import { UsageError } from '../../data/contract/usage-error.ts';
import type { DatasetName } from '../datasets/catalogue.ts';
import type { Prepared } from '../datasets/prepare.ts';
import type { Reporter } from '../execute/events.ts';
import type { ModelFile } from '../language-model/model.ts';
import type { PreparedModel } from '../language-model/prepare.ts';
import { readModel, UnusableModelError } from '../language-model/read.ts';
import type { Choice } from '../plan/choice.ts';
import type { Plan } from '../plan/plan.ts';
import type { CommandContext } from './context.ts';

/** Reads the metadata of the file given by --model. Throws `UsageError` if it is not a model that can be measured. */
export async function readNamedModel({ model }: Choice): Promise<ModelFile | null> {
  if (model === null) return null;
  try {
    return await readModel(resolve(model));
  } catch (error) {
    if (error instanceof UnusableModelError) throw new UsageError(error.message);
    throw error;
  }
}

/** @throws UsageError if --data is given and no cell is trained to a target. */
export function refuseUnusedData(data: string | null, { cells }: Plan): void {
  if (data !== null && cells.every(({ convergence }) => convergence === null))
    throw new UsageError(
      '--data does not apply: nothing is trained to a target; add --converge or leave it out',
    );
}

/** The prepared files: data sets by name, language models by SHA-256. */
export interface PreparedFiles {
  datasets: ReadonlyMap<DatasetName, Prepared>;
  models: ReadonlyMap<string, PreparedModel>;
}

/**
 * Downloads, generates or finds the files of every language model and of every data set used for convergence. Files that
 * cannot be prepared are reported, and their cells fail with that reason; if the folder was given, that is an error.
 * @param data Folder with the data sets' files, from --data; null downloads them.
 * @throws UsageError if the given folder does not hold the files, or if they cannot be written to TRAINMARK_CACHE.
 */
export async function prepareFiles(
  plan: Plan,
  data: string | null,
  context: CommandContext,
  signal: AbortSignal,
  report: Reporter,
): Promise<PreparedFiles> {
  return {
    datasets: await prepareDatasets(plan, data, context, signal, report),
    models: await prepareModels(plan, context, signal, report),
  };
}

async function prepareDatasets(
  { cells }: Plan,
  data: string | null,
  { cache, cacheGiven, prepareDataset }: CommandContext,
  signal: AbortSignal,
  report: Reporter,
): Promise<PreparedFiles['datasets']> {
  const names = new Set(cells.flatMap(({ convergence }) => convergence?.dataset ?? []));
  const folders = { given: data && resolve(data), cache };
  const note = (text: string) => report({ event: 'note', text });
  const prepared = await prepareEach(names, (name) => prepareDataset(name, folders, note, signal), signal);
  for (const [name, { status }] of prepared) {
    if (status !== 'generated') continue;
    const text = `${name} could not be downloaded; training uses generated samples of the same shapes`;
    report({ event: 'warning', text });
  }
  reportRefused(prepared, data !== null || cacheGiven, report);
  return prepared;
}

async function prepareModels(
  { models }: Plan,
  { cache, cacheGiven, prepareModel }: CommandContext,
  signal: AbortSignal,
  report: Reporter,
): Promise<PreparedFiles['models']> {
  const note = (text: string) => report({ event: 'note', text });
  const files = new Map(models.map((model) => [model.facts.sha256, model]));
  const prepared = await prepareEach(
    files.keys(),
    (sha256) => prepareModel(files.get(sha256)!, { cache }, note, signal),
    signal,
  );
  reportRefused(prepared, cacheGiven, report);
  return prepared;
}

/** Prepares the keys one after another. On a signal, stops and returns what is ready. */
async function prepareEach<Key, Value>(
  keys: Iterable<Key>,
  prepare: (key: Key) => Promise<Value>,
  signal: AbortSignal,
): Promise<Map<Key, Value>> {
  const prepared = new Map<Key, Value>();
  for (const key of keys) {
    const value = await prepare(key).catch((error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    });
    if (value === null) break;
    prepared.set(key, value);
  }
  return prepared;
}

/** @throws UsageError with the first reason if the folder of the files was given */
function reportRefused(
  prepared: ReadonlyMap<string, Prepared | PreparedModel>,
  folderGiven: boolean,
  report: Reporter,
): void {
  for (const one of prepared.values()) {
    if (one.status !== 'refused') continue;
    if (folderGiven) throw new UsageError(one.reason);
    report({ event: 'warning', text: one.reason });
  }
}
