/** @file The inference task: forward passes through a net. */
import type { Check } from '../../../../data/contract/outcome.ts';
import { createBatch } from '../../../models/generator.ts';
import type { Net } from '../../../models/layers.ts';
import { CHECK_SEED, type Reference } from '../../../models/references.ts';
import { parameterCount } from '../../../models/shapes.ts';
import { outputsCheck } from '../../../worker/check.ts';
import type { Progress } from '../../../worker/emit.ts';
import type { TaskOptions } from '../../../worker/task.ts';
import { batchCount } from '../../../workloads/batches.ts';
import type { HostArray } from '../backend.ts';
import type { StepScalars } from '../graph/step.ts';
import { NO_SCALARS } from '../program.ts';
import type { Built } from './build.ts';
import { fillBatch } from './fill.ts';
import { CompiledTask } from './task.ts';

/** Outputs of the first rows of a batch: one row per sample; for sequences, the first position of each. */
async function firstOutputs(
  { program }: Built<Net>,
  inputs: HostArray,
  count: number,
): Promise<Float32Array[]> {
  const { executable, graph } = program;
  const outputs = graph.results[0]!;
  const [, ...inner] = outputs.shape;
  const perSample = inner.reduce((all, n) => all * n, 1);
  const width = outputs.shape.at(-1)!;
  const set = executable.createInputs();
  set.write([inputs]);
  executable.run(set, NO_SCALARS);
  const found: Float32Array[] = [];
  for (let sample = 0; sample < count; sample++) {
    found.push(await executable.read(outputs, sample * perSample, width));
  }
  set.dispose();
  return found;
}

/** A pass is one batch; its result is the outputs. A timed sample is always one pass. */
export class Inference extends CompiledTask {
  override readonly parameters: number;
  readonly #built: Built<Net>;
  readonly #reference: Reference;
  readonly #checked: () => Promise<Built<Net>>;

  /** @param checked The program to check: the measured one if it can take the samples of the reference. */
  constructor(
    built: Built<Net>,
    options: TaskOptions,
    reference: Reference,
    checked: () => Promise<Built<Net>>,
  ) {
    const { program, net, batchSize } = built;
    super(program, options, batchSize, 1);
    this.#built = built;
    this.#reference = reference;
    this.#checked = checked;
    this.parameters = parameterCount(net);
    program.restart(this.seed);
    this.makeSets(batchCount(net, batchSize), (batch) => [
      createBatch(net, this.seed, batch * batchSize, batchSize).inputs,
    ]);
  }

  protected override scalars(): StepScalars {
    return NO_SCALARS;
  }

  override async check(progress: Progress): Promise<Check> {
    await progress(0);
    const rows = this.#reference.outputs.length;
    const checked = await this.#checked();
    const { program, net, batchSize } = checked;
    program.restart(CHECK_SEED);
    const { inputs } = createBatch(net, CHECK_SEED, 0, Math.min(rows, batchSize));
    const found = await firstOutputs(checked, fillBatch(inputs, batchSize, net), rows);
    if (checked === this.#built) program.restart(this.seed);
    else program.executable.dispose();
    return outputsCheck(found, this.#reference);
  }
}
