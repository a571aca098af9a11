/** @file The nets that are trained: their recipes, and batches that take some seconds a step. */

import { newCell } from '../../../../data/contract/new-cell.ts';
import { UsageError } from '../../../../data/contract/usage-error.ts';
import type { Recipe } from '../../../../data/contract/words.ts';
import type { Model } from '../../../../runner/models/layers.ts';
import { forwardMacs } from '../../../../runner/models/shapes.ts';
import { PROTOCOL_VERSION, type RunRequest } from '../../../../runner/protocol/messages.ts';
import { models } from '../../../../runner/workloads/index.ts';
import type { Competitor } from '../engines.ts';

export interface Subject {
  model: Model;
  recipe: Recipe;
  batch: number;
}

const RECIPES: readonly Recipe[] = ['naive', 'optimized'];
const SEED = 1;

/** GFLOP of a step, unless the environment has another limit; tfjs-wasm computes 10 to 20 a second on two cores. */
const MOST_GFLOP = 150;

/** Floating-point operations of a step for each multiplication of a forward pass: with its addition, three times. */
const FLOPS_PER_MAC = 6;

/** The preset's batch, halved until a step is short enough. */
function batchOf(model: Model, recipe: Recipe, mostGflop: number): number {
  const flops = FLOPS_PER_MAC * forwardMacs(model);
  let batch = model.batchSize[recipe];
  while (batch > 1 && flops * batch > 1e9 * mostGflop) batch = Math.floor(batch / 2);
  return batch;
}

const workOf = (model: Model): number => forwardMacs(model) * model.batchSize.optimized;

/** @param names separated by commas */
function namedModels(names: string): Model[] {
  return names.split(',').map((name) => {
    const model = models.find(({ id }) => id === name);
    if (model !== undefined) return model;
    throw new UsageError(`--nets ${name} is not a net; use some of ${models.map(({ id }) => id).join(',')}`);
  });
}

/** The nets named in the environment in both recipes, those with the least arithmetic first. */
export function chosenSubjects({ NETS, MOST_GFLOP: limit }: NodeJS.ProcessEnv): Subject[] {
  const chosen = NETS ? namedModels(NETS) : models;
  const mostGflop = limit ? Number(limit) : MOST_GFLOP;
  return chosen
    .toSorted((a, b) => workOf(a) - workOf(b))
    .flatMap((model) =>
      RECIPES.map((recipe) => ({ model, recipe, batch: batchOf(model, recipe, mostGflop) })),
    );
}

/** The request of the engine's worker. Its timing makes a sample one step, and has no other effect. */
export function requestOf({ engine, device }: Competitor, { model, recipe, batch }: Subject): RunRequest {
  const cell = newCell({
    ...{ workload: model.id, mode: 'train', engine: engine.id, device, recipe, dtype: 'float32' },
    batchSize: batch,
    sequenceLength: model.input.kind === 'image' ? null : model.inputShape[0]!,
  });
  const warmUp = { minWarmUpSteps: 0, minWarmUpMs: 0 };
  const timing = { ...warmUp, minSamples: 1, minMeasureMs: 0, maxMeasureMs: 1, exactSamples: 1 };
  const request: RunRequest = {
    ...{ type: 'run', protocol: PROTOCOL_VERSION, cell, timing, runIndex: 0, seed: SEED },
    ...{ convergence: null, modelFile: null },
  };
  return { ...request, ...engine.brief(request) };
}
