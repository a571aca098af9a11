/** @file The training task: optimizer steps of a model. */
import type { Check } from '../../../../data/contract/outcome.ts';
import { createBatch, DROPOUT_STREAM, streamKey } from '../../../models/generator.ts';
import type { Model } from '../../../models/layers.ts';
import { CHECK_SEED, CHECK_STEPS, type Reference } from '../../../models/references.ts';
import { parameterCount, stepsPerEpoch } from '../../../models/shapes.ts';
import { type FirstSteps, trainingCheck } from '../../../worker/check.ts';
import type { Progress } from '../../../worker/emit.ts';
import type { TaskOptions } from '../../../worker/task.ts';
import { batchCount } from '../../../workloads/batches.ts';
import type { StepScalars } from '../graph/step.ts';
import type { Program } from '../program.ts';
import { stepScalars } from '../scalars.ts';
import { fillBatch, fillLabels } from './fill.ts';
import type { Built } from './inference.ts';
import { CompiledTask } from './task.ts';

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

/** A pass is one optimizer step; its result is the loss. A timed sample is always one pass. */
export class Training extends CompiledTask {
  override readonly stepsPerEpoch: number;
  override readonly parameters: number;
  readonly #built: Built<Model>;
  readonly #reference: Reference | null;
  readonly #checked: () => Promise<Built<Model>>;
  #step = 0;

  /** @param checked The program to check: the measured one if its batch can hold copies of the reference's samples. */
  constructor(
    built: Built<Model>,
    options: TaskOptions,
    reference: Reference | null,
    checked: () => Promise<Built<Model>>,
  ) {
    const { program, net, batchSize } = built;
    super(program, options, batchSize, 1);
    this.#built = built;
    this.#reference = reference;
    this.#checked = checked;
    this.stepsPerEpoch = stepsPerEpoch(net, batchSize);
    this.parameters = parameterCount(net);
    this.#restart();
    this.makeSets(batchCount(net, batchSize), (batch) => {
      const { inputs, labels } = createBatch(net, this.seed, batch * batchSize, batchSize);
      return [inputs, labels];
    });
  }

  protected override scalars(): StepScalars {
    this.#step++;
    return stepScalars(this.#built.net.optimizer, this.#step, streamKey(this.seed, DROPOUT_STREAM));
  }

  override async check(progress: Progress): Promise<Check> {
    const checked = await this.#checked();
    const steps = await firstSteps(checked, this.#reference?.batch ?? CHECK_BATCH, progress);
    if (checked === this.#built) this.#restart();
    else checked.program.executable.dispose();
    return trainingCheck(steps, this.#reference);
  }

  #restart(): void {
    this.#step = 0;
    this.program.restart(this.seed);
  }
}
