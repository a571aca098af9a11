/** @file A graph on a device, with the start values of a seed and the scalars of each step. */
import type { Recipe } from '../../../data/contract/words.ts';
import { weightValues } from '../../models/generator.ts';
import type { Backend, Executable } from './backend.ts';
import type { Graph } from './graph/graph.ts';
import type { StepScalars } from './graph/step.ts';
import { sizeOf, type Value } from './graph/value.ts';
import { checkPlan, createPlan } from './plan/create.ts';

export interface Program {
  graph: Graph;
  executable: Executable;
  /** Running averages of the batch normalizations, in the order of the layers: [2, channels], means then variances. */
  states: readonly Value[];
  /** Writes the start values of a seed. */
  load(seed: number): void;
  /** Writes the start values of a seed; resets the optimizer and the running averages. */
  restart(seed: number): void;
}

/** Scalars where there is no optimizer and no dropout. */
export const NO_SCALARS: StepScalars = { dropoutKey: 0, dropout: false, updateFactor: 0, updateEpsilon: 0 };

/** Arrays of the optimizer, which start as zeros. */
const optimizerStates = ({ operations }: Graph): Value[] =>
  operations.flatMap((operation) =>
    operation.kind === 'update' ? [operation.means, operation.squares].filter((value) => value !== null) : [],
  );

/** Running averages in the order of the scales of their layers: a shortcut is lowered before its body. */
function inOrderOfLayers({ parameters }: Graph, states: readonly Value[]): Value[] {
  const places = new Map(parameters.map(({ weight }, number) => [weight.name, number]));
  const placeOf = ({ name }: Value) => places.get(`${name.split(' ')[0]}.scale`) ?? 0;
  return states.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** What a graph computes, for messages. */
export interface Subject {
  /** For example "vgg16-cifar100 at batch 4096". */
  name: string;
  /** The option that makes it smaller. */
  option: string;
}

/**
 * @param sharedWith A program of the same net, whose trained arrays and running averages this one uses. It is restarted
 *   after the last program has been built, and disposed last.
 * @throws Error in one sentence if the device has no room for the graph
 */
export async function buildProgram(
  backend: Backend,
  graph: Graph,
  recipe: Recipe,
  { name, option }: Subject,
  sharedWith: Program | null = null,
): Promise<Program> {
  const plan = createPlan(graph);
  checkPlan(plan, backend.limits, name, option);
  const executable = await backend.build(plan, recipe, sharedWith?.executable);
  const states = inOrderOfLayers(
    graph,
    plan.own.filter(({ place }) => place.kind === 'state'),
  );
  const load = (seed: number) => {
    graph.parameters.forEach(({ weight, value, half }, number) => {
      const values = weightValues(weight, seed, number);
      executable.write(value, values);
      if (half) executable.write(half, values);
    });
  };
  return {
    graph,
    executable,
    states,
    load,
    restart: (seed) => {
      load(seed);
      for (const state of optimizerStates(graph)) executable.write(state, new Float32Array(sizeOf(state)));
      for (const state of states) {
        if (state.place.kind === 'state') executable.write(state, state.place.start);
      }
    },
  };
}
