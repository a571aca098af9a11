/** @file The training task: optimizer steps of a model. */
import type { Check } from '../../../../data/contract/outcome.ts';
import { createBatch, DROPOUT_STREAM, streamKey } from '../../../models/generator.ts';
import type { Model } from '../../../models/layers.ts';
import type { Reference } from '../../../models/references.ts';
import { parameterCount, stepsPerEpoch } from '../../../models/shapes.ts';
import type { Progress } from '../../../worker/emit.ts';
import type { TaskOptions } from '../../../worker/task.ts';
import { batchCount } from '../../../workloads/batches.ts';
import type { StepScalars } from '../graph/step.ts';
import { stepScalars } from '../scalars.ts';
import type { Built } from './build.ts';
import { checkFirstSteps } from './first-steps.ts';
import { CompiledTask } from './task.ts';

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
    const check = await checkFirstSteps(this.#built, this.#checked, this.#reference, progress);
    this.#restart();
    return check;
  }

  #restart(): void {
    this.#step = 0;
    this.program.restart(this.seed);
  }
}
