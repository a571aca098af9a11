/** @file A graph on a device, with the start values of a seed and the scalars of each step. */
import type { Recipe } from '../../../data/contract/words.ts';
import { bits, DROPOUT_STREAM, streamKey, weightValues } from '../../models/generator.ts';
import type { Optimizer } from '../../models/layers.ts';
import type { Backend, Executable } from './backend.ts';
import type { Graph } from './graph/graph.ts';
import type { StepScalars } from './graph/step.ts';
import { sizeOf, type Value } from './graph/value.ts';
import { checkPlan } from './plan/check.ts';
import { planMemory } from './plan/memory.ts';

export interface Program {
  graph: Graph;
  executable: Executable;
  /** Writes the start values of a seed; resets the optimizer and the running averages. */
  restart(seed: number): void;
}

/** Scalars where there is no optimizer and no dropout. */
export const NO_SCALARS: StepScalars = { dropoutKey: 0, dropout: false, updateFactor: 0, updateEpsilon: 0 };

/**
 * The scalars of a step, counted from 1. Adam's bias corrections (arXiv 1412.6980, end of section 2) are folded into
 * both.
 */
export function scalarsOf(optimizer: Optimizer, step: number, seed: number, dropout: boolean): StepScalars {
  const dropoutKey = bits(streamKey(seed, DROPOUT_STREAM), step);
  const { learningRate, epsilon } = optimizer;
  if (optimizer.kind === 'rmsprop') {
    return { dropoutKey, dropout, updateFactor: learningRate, updateEpsilon: epsilon };
  }
  const root = Math.sqrt(1 - optimizer.beta2 ** step);
  return {
    dropoutKey,
    dropout,
    updateFactor: (learningRate * root) / (1 - optimizer.beta1 ** step),
    updateEpsilon: epsilon * root,
  };
}

/** Arrays of the optimizer, which start as zeros. */
const optimizerStates = ({ operations }: Graph): Value[] =>
  operations.flatMap((operation) =>
    operation.kind === 'update' ? [operation.means, operation.squares].filter((value) => value !== null) : [],
  );

/** @throws Error in one sentence if the device has no room for the graph */
export async function buildProgram(backend: Backend, graph: Graph, recipe: Recipe): Promise<Program> {
  const plan = planMemory(graph);
  checkPlan(plan, backend.limits);
  const executable = await backend.build(plan, recipe);
  const states = plan.own.filter(({ place }) => place.kind === 'state');
  return {
    graph,
    executable,
    restart: (seed) => {
      graph.parameters.forEach(({ weight, value, half }, number) => {
        const values = weightValues(weight, seed, number);
        executable.write(value, values);
        if (half) executable.write(half, values);
      });
      for (const state of optimizerStates(graph)) executable.write(state, new Float32Array(sizeOf(state)));
      for (const state of states) {
        if (state.place.kind === 'state') executable.write(state, state.place.start);
      }
    },
  };
}
