/** @file Trains a graph with the plain interpreter. */
import {
  type Batch,
  createBatch,
  DROPOUT_STREAM,
  modelValues,
  streamKey,
} from '../../../../models/generator.ts';
import type { Model, Net } from '../../../../models/layers.ts';
import { SEED } from '../../../../testing/tiny-nets.ts';
import type { Graph } from '../../graph/graph.ts';
import type { Operation } from '../../graph/operation.ts';
import type { StepScalars } from '../../graph/step.ts';
import { stepScalars } from '../../scalars.ts';
import { createMemory, type Memory } from '../plain/memory.ts';
import { runPlain } from '../plain/run.ts';

/** Runs operations in order, each with the memory as the ones before it left it. */
export type Runner = (operations: readonly Operation[], memory: Memory, scalars: StepScalars) => void;

const inFloat64: Runner = (operations, memory, scalars) => runPlain(operations, memory, { scalars });

export interface TrainerOptions {
  model: Model;
  seed: number;
  dropout: boolean;
  run?: Runner;
}

/** Writes the start values of a net to both arenas that hold them. */
export function writeParameters({ parameters }: Graph, memory: Memory, net: Net, seed: number): void {
  modelValues(net, seed).forEach((values, at) => {
    const { value, half } = parameters[at]!;
    memory.write(value, values);
    if (half) memory.write(half, values);
  });
}

export interface PlainTrainer {
  /** Runs the graph once and returns the loss. */
  step(batch: Batch): number;
  /** Gradients of the last step in the order of the parameters, without the loss scale. */
  gradients(): Float64Array[];
}

/** A trainer whose parameters have the start values of the seed. */
export function createTrainer(
  graph: Graph,
  memory: Memory,
  { model, seed, dropout, run = inFloat64 }: TrainerOptions,
): PlainTrainer {
  writeParameters(graph, memory, model, seed);
  const [samples, labels] = graph.inputs;
  const key = dropout ? streamKey(seed, DROPOUT_STREAM) : null;
  let steps = 0;
  return {
    step: (batch) => {
      steps++;
      memory.write(samples!, batch.inputs);
      memory.write(labels!, batch.labels);
      run(graph.operations, memory, stepScalars(model.optimizer, steps, key));
      return memory.of(graph.results[0]!)[0]!;
    },
    gradients: () =>
      graph.parameters.map(({ gradient }) => memory.of(gradient!).map((value) => value / graph.lossScale)),
  };
}

/** Samples of a small net's batch. */
export const BATCH = 3;

/** Losses of the first steps of a small net in float64, and the gradients of the last. */
export function train(
  graph: Graph,
  model: Model,
  steps: number,
  { dropout = true, memory = createMemory(graph.blocks) as Memory, run = inFloat64 } = {},
) {
  const trainer = createTrainer(graph, memory, { model, seed: SEED, dropout, run });
  const batch = createBatch(model, SEED, 0, BATCH);
  const losses = Array.from({ length: steps }, () => trainer.step(batch));
  return { losses, gradients: trainer.gradients() };
}
