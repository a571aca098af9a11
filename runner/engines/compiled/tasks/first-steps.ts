/** @file Checks a training program by the losses and gradients of its first steps. */
import type { Check } from '../../../../data/contract/outcome.ts';
import { createBatch } from '../../../models/generator.ts';
import type { Model } from '../../../models/layers.ts';
import { CHECK_SEED, CHECK_STEPS, type Reference } from '../../../models/references.ts';
import { type FirstSteps, trainingCheck } from '../../../worker/check.ts';
import type { Progress } from '../../../worker/emit.ts';
import { trainingGraph } from '../compile.ts';
import type { Program } from '../program.ts';
import { stepScalars } from '../scalars.ts';
import { type Built, checkedBy, type Order } from './build.ts';
import { fillBatch, fillLabels } from './fill.ts';

/** Norm of each array's gradient in the last step. */
async function gradientNorms({ graph, executable }: Program): Promise<number[]> {
  const norms: number[] = [];
  for (const { gradient } of graph.parameters) {
    if (gradient === null) throw new Error('the program does not train, so there are no gradients');
    const squares = (await executable.read(gradient)).reduce((sum, value) => sum + value * value, 0);
    norms.push(Math.sqrt(squares) / graph.lossScale);
  }
  return norms;
}

/** Losses and gradient norms of the first steps without dropout, on copies of the samples of the reference. */
async function firstSteps(
  { program, net, batchSize }: Built<Model>,
  samples: number,
  progress: Progress,
): Promise<FirstSteps> {
  const { executable, graph, restart } = program;
  const { inputs, labels } = createBatch(net, CHECK_SEED, 0, samples);
  const set = executable.createInputs();
  set.write([fillBatch(inputs, batchSize, net), fillLabels(labels, batchSize)]);
  restart(CHECK_SEED);
  const losses: number[] = [];
  let gradients: number[] = [];
  for (let step = 0; step < CHECK_STEPS; step++) {
    await progress(step / CHECK_STEPS);
    executable.run(set, stepScalars(net.optimizer, step + 1, null));
    losses.push((await executable.read(graph.results[0]!))[0]!);
    if (step === 0) gradients = await gradientNorms(program);
  }
  set.dispose();
  return { losses, gradients };
}

/** Samples in the checked batch unless a reference has another number. */
const CHECK_BATCH = 16;

/** The program whose first steps are checked for a measured one. */
export const checkedTraining = (
  order: Order,
  measured: Built<Model>,
  reference: Reference | null,
): (() => Promise<Built<Model>>) =>
  checkedBy(order, trainingGraph, measured, reference?.batch ?? 1, reference?.sequenceLength ?? null);

/**
 * Checks the first steps; the caller restarts the measured program.
 * @param checked The program to check, which is disposed unless it is the measured one.
 */
export async function checkFirstSteps(
  measured: Built<Model>,
  checked: () => Promise<Built<Model>>,
  reference: Reference | null,
  progress: Progress,
): Promise<Check> {
  const built = await checked();
  const steps = await firstSteps(built, reference?.batch ?? CHECK_BATCH, progress);
  if (built !== measured) built.program.executable.dispose();
  return trainingCheck(steps, reference);
}
