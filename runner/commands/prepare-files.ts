/** @file The files that a run needs beside the code: data sets and language models, in place before any clock runs. */
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

/** What the file of --model says of itself. Throws `UsageError` where it is no model that can be measured. */
export async function readNamedModel({ model }: Choice): Promise<ModelFile | null> {
  if (model === null) return null;
  try {
    return await readModel(resolve(model));
  } catch (error) {
    if (error instanceof UnusableModelError) throw new UsageError(error.message);
    throw error;
  }
}

/** @throws UsageError where --data names a folder and no cell is trained to a target. */
export function refuseUnusedData(data: string | null, { cells }: Plan): void {
  if (data !== null && cells.every(({ convergence }) => convergence === null))
    throw new UsageError(
      '--data does not fit: nothing is trained to a target; add --converge or leave it out',
    );
}

/** What could be prepared, by the name of the data set and by the SHA-256 of the language model. */
export interface PreparedFiles {
  datasets: ReadonlyMap<DatasetName, Prepared>;
  models: ReadonlyMap<string, PreparedModel>;
}

/**
 * Fetches, makes or finds the files of every data set that is trained on to a target and of every language model. What
 * cannot be had is reported and becomes the outcome of its cells.
 * @param data Folder with the files of the data sets, as --data names it; null fetches them.
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
  { cache, prepareDataset }: CommandContext,
  signal: AbortSignal,
  report: Reporter,
): Promise<PreparedFiles['datasets']> {
  const names = new Set(cells.flatMap(({ convergence }) => convergence?.dataset ?? []));
  const folders = { given: data && resolve(data), cache };
  const note = (text: string) => report({ event: 'note', text });
  const prepared = await prepareEach(names, (name) => prepareDataset(name, folders, note, signal), signal);
  for (const [name, { status }] of prepared) {
    if (status !== 'generated') continue;
    const text = `${name} could not be fetched; training takes generated samples of the same shapes`;
    report({ event: 'warning', text });
  }
  reportRefused(prepared, report);
  return prepared;
}

async function prepareModels(
  { models }: Plan,
  { cache, prepareModel }: CommandContext,
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
  reportRefused(prepared, report);
  return prepared;
}

/** Prepares one after the other and stops at a signal, with what is there by then. */
async function prepareEach<Key, CellValue>(
  keys: Iterable<Key>,
  prepare: (key: Key) => Promise<CellValue>,
  signal: AbortSignal,
): Promise<Map<Key, CellValue>> {
  const prepared = new Map<Key, CellValue>();
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

function reportRefused(prepared: ReadonlyMap<string, Prepared | PreparedModel>, report: Reporter): void {
  for (const one of prepared.values())
    if (one.status === 'refused') report({ event: 'warning', text: one.reason });
}
