/** @file The files of the language models of a run: what a named one says of itself, and those that are made. */
import { resolve } from 'node:path';
import { UsageError } from '../../data/contract/usage-error.ts';
import type { Reporter } from '../execute/events.ts';
import type { ModelFile } from '../language-model/model.ts';
import type { PreparedModel } from '../language-model/prepare.ts';
import { BadModel, readModel } from '../language-model/read.ts';
import type { Choice } from '../plan/choice.ts';
import type { Plan } from '../plan/plan.ts';
import type { House } from './context.ts';

/** What the file of --model says of itself. Throws `UsageError` where it is no model that can be measured. */
export async function readNamedModel({ model }: Choice): Promise<ModelFile | null> {
  if (model === null) return null;
  try {
    return await readModel(resolve(model));
  } catch (error) {
    if (error instanceof BadModel) throw new UsageError(error.message);
    throw error;
  }
}

/** The files of the language models, by their hash. */
export async function prepareModels(
  { models }: Plan,
  house: House,
  signal: AbortSignal,
  report: Reporter,
): Promise<Map<string, PreparedModel>> {
  const prepared = new Map<string, PreparedModel>();
  for (const model of models) {
    const note = (text: string) => report({ event: 'note', text });
    const one = await house
      .prepareModel(model, { cache: house.cache }, note, signal)
      .catch((error: unknown) => {
        if (signal.aborted) return null;
        throw error;
      });
    if (one === null) break;
    prepared.set(model.facts.sha256, one);
    if (one.status === 'refused') report({ event: 'warning', text: one.why });
  }
  return prepared;
}
