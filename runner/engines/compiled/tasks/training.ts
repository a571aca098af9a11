/** @file The training task: optimizer steps of a model. */
import type { Check, Comparison } from '../../../../data/contract/proof.ts';
import { createBatch } from '../../../models/generator.ts';
import type { Model } from '../../../models/layers.ts';
import type { Reference } from '../../../models/references.ts';
import { parameterCount, stepsPerEpoch } from '../../../models/shapes.ts';
import type { Progress } from '../../../worker/emit.ts';
import { LoopWatch } from '../../../worker/loop-watch.ts';
import type { TaskOptions, TrainedStep } from '../../../worker/task.ts';
import { checkTraining, type OwnTrained, type Proven } from '../../../worker/training-check.ts';
import { proveTraining } from '../../../worker/training-proof.ts';
import { batchCount } from '../../../workloads/batches.ts';
import type { StepScalars } from '../graph/step.ts';
import type { Built } from './build.ts';
import { CompiledTask } from './task.ts';
import { TrainedProgram } from './trained.ts';

/**
 * Steps that are queued at most before the device is waited for. While it computes one, the host encodes the next: on an
 * H200, a step of VGG16 with a wait after it took 14.5 ms, of which 13.1 ms were kernels.
 */
const MOST_STEPS = 32;

/** A pass is one optimizer step; its result is the loss. */
export class Training extends CompiledTask {
  override readonly stepsPerEpoch: number;
  override readonly parameters: number;
  readonly #trained: TrainedProgram;
  readonly #reference: Reference | null;
  readonly #buildOwn: (batchSize: number, length: number | null) => Promise<OwnTrained>;
  readonly #watch: LoopWatch;
  #passesBefore = 0;
  #proven: Proven | null = null;

  /** @param own Builds a program of another batch for the check. */
  constructor(
    built: Built<Model>,
    options: TaskOptions,
    reference: Reference | null,
    own: (batchSize: number, length: number | null) => Promise<OwnTrained>,
  ) {
    const { program, net, batchSize } = built;
    super(program, options, batchSize, MOST_STEPS);
    this.#trained = new TrainedProgram(built);
    this.#reference = reference;
    this.#buildOwn = own;
    this.stepsPerEpoch = stepsPerEpoch(net, batchSize);
    this.#watch = new LoopWatch(this.#trained, () => this.passes - this.#passesBefore);
    this.parameters = parameterCount(net);
    this.#restart();
    this.makeSets(batchCount(net, batchSize), (batch) => {
      const { inputs, labels } = createBatch(net, this.seed, batch * batchSize, batchSize);
      return [inputs, labels];
    });
  }

  protected override scalars(): StepScalars {
    return this.#trained.scalars();
  }

  /** Of samples of several steps, none can be looked at. */
  async ready(): Promise<void> {
    if (this.passesPerSample === 1) await this.#watch.look();
  }

  override async check(progress: Progress): Promise<Check> {
    const { check, proven } = await checkTraining(this.#trained, this.#buildOwn, this.#reference, progress);
    this.#proven = proven;
    this.#restart();
    return check;
  }

  override async prove(progress: Progress): Promise<Comparison[]> {
    const steps = this.passes - this.#passesBefore;
    const lastLoss = await this.#trained.lastLoss();
    return this.withSet(0, (set) =>
      proveTraining(this.#trained, set, { steps, lastLoss }, this.#proven, this.#watch, progress),
    );
  }

  async lastStep(): Promise<TrainedStep> {
    return { step: this.passes - this.#passesBefore, loss: await this.#trained.lastLoss() };
  }

  #restart(): void {
    this.#passesBefore = this.passes;
    this.#trained.restart(this.seed);
  }
}
