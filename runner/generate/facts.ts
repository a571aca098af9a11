/** @file Builds the catalogue entry of a workload from its hand-written words and the facts of its declaration. Pure. */
import { type WorkloadFacts, workloadFactsSchema } from '../../data/contract/catalogue.ts';
import { parametersOf, qwen25Half } from '../language-model/shape.ts';
import { atLength, type Model, type Net, type Optimizer } from '../models/layers.ts';
import { forwardMacs, type LayerShape, modelShapes, parameterCount } from '../models/shapes.ts';
import { fits } from '../workloads/fits.ts';
import type { Workload } from '../workloads/workload.ts';

/** Schema of a workload's file in `data/catalogue/workloads`. */
export const wordsSchema = workloadFactsSchema.pick({
  title: true,
  description: true,
  epochsPerRun: true,
  targetAccuracy: true,
  caveat: true,
  source: true,
});
export type Words = Pick<WorkloadFacts, keyof typeof wordsSchema.shape>;

type Facts = Omit<WorkloadFacts, keyof Words | 'id' | 'modes' | 'dtypes'>;

const nothing: Facts = {
  dataset: null,
  trainingSamples: null,
  parameters: null,
  sequenceLength: null,
  macs: null,
  convolutional: false,
  optimiser: null,
};

const optimizerNames: Record<Optimizer['kind'], string> = { adam: 'Adam', rmsprop: 'RMSprop' };

function macsOf(net: Net): WorkloadFacts['macs'] {
  if (net.input.kind === 'image') return { constant: forwardMacs(net), perToken: 0, perTokenSquared: 0 };
  // Multiply-accumulates are a quadratic polynomial of the length; its values at 1, 2 and 3 give the coefficients.
  const [one, two, three] = [1, 2, 3].map((length) => forwardMacs(atLength(net, length)));
  const perTokenSquared = (three! - 2 * two! + one!) / 2;
  const perToken = two! - one! - 3 * perTokenSquared;
  return { constant: one! - perToken - perTokenSquared, perToken, perTokenSquared };
}

const convolutionMacs = (shapes: readonly LayerShape[]): number =>
  shapes.reduce(
    (sum, { layer, macs, body, shortcut }) =>
      sum + (layer.kind === 'conv2d' ? macs : convolutionMacs(body) + convolutionMacs(shortcut)),
    0,
  );

const factsOfNet = (net: Net): Facts => ({
  ...nothing,
  parameters: parameterCount(net),
  sequenceLength: net.input.kind === 'image' ? null : (net.inputShape[0] ?? null),
  macs: macsOf(net),
  convolutional: convolutionMacs(modelShapes(net)) > forwardMacs(net) / 2,
});

const factsOfModel = (model: Model): Facts => ({
  ...factsOfNet(model),
  dataset: model.dataset.name,
  trainingSamples: model.dataset.trainSamples,
  optimiser: `${optimizerNames[model.optimizer.kind]} ${model.optimizer.learningRate.toExponential()}`,
});

function factsOf(workload: Workload): Facts {
  switch (workload.kind) {
    case 'model':
      return factsOfModel(workload.model);
    case 'attention':
      return factsOfNet(workload.layer);
    case 'matmul':
      return nothing;
    case 'copy':
      return { ...nothing, macs: { constant: 0, perToken: 0, perTokenSquared: 0 } };
    case 'llm':
      return { ...nothing, parameters: parametersOf(qwen25Half) };
  }
}

/** The recipes of a workload, each with the data types that it may use. */
const dtypesOf = (workload: Workload): WorkloadFacts['dtypes'] =>
  Object.fromEntries(
    workload.recipes.map((recipe) => [
      recipe,
      workload.dtypes.filter((dtype) => fits(workload, dtype, recipe)),
    ]),
  );

/**
 * The catalogue entry of a workload.
 * @throws ZodError if a field is missing from the words or exceeds its limit.
 */
export const toCatalogueEntry = (workload: Workload, words: Words): WorkloadFacts =>
  workloadFactsSchema.parse({
    ...words,
    ...factsOf(workload),
    id: workload.id,
    modes: workload.modes,
    dtypes: dtypesOf(workload),
  });
