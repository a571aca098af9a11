/** @file The inference task: forward passes through a net. */
import type { Check, Comparison } from '../../../../data/contract/proof.ts';
import { averageValues, createBatch } from '../../../models/generator.ts';
import type { Net } from '../../../models/layers.ts';
import { CHECK_SEED, type Reference } from '../../../models/references.ts';
import { parameterCount } from '../../../models/shapes.ts';
import { outputErrors } from '../../../worker/check/check.ts';
import type { Progress } from '../../../worker/emit.ts';
import { filledBatch } from '../../../worker/fill.ts';
import type { TaskOptions } from '../../../worker/task.ts';
import { batchCount } from '../../../workloads/batches.ts';
import { outputCheck, rowsComparison } from '../../../workloads/output.ts';
import type { InputSet } from '../backend.ts';
import type { StepScalars } from '../graph/step.ts';
import { NO_SCALARS, type Program } from '../program.ts';
import type { Built } from './build.ts';
import { readRows } from './rows.ts';
import { CompiledTask } from './task.ts';

/** Gives batch normalizations other running averages than those of an untrained net. */
function writeAverages({ states, executable }: Program): void {
  for (const [number, state] of states.entries()) {
    const { means, variances } = averageValues(CHECK_SEED, number, state.shape[1]!);
    executable.write(state, Float32Array.of(...means, ...variances));
  }
}

/** Outputs of every sample; for sequences, of one position of each. */
async function outputsOf(
  { program }: Built<Net>,
  set: InputSet,
  positions: Int32Array,
): Promise<Float32Array[]> {
  const { executable, graph } = program;
  const outputs = graph.results[0]!;
  executable.run(set, NO_SCALARS);
  const rows = outputs.shape.slice(1, -1).reduce((all, n) => all * n, 1);
  return readRows(
    executable,
    outputs,
    Array.from(positions, (position, sample) => sample * rows + position),
  );
}

/** A pass is one batch; its result is the outputs. A timed sample is always one pass. */
export class Inference extends CompiledTask {
  override readonly parameters: number;
  readonly #built: Built<Net>;
  readonly #reference: Reference;
  readonly #own: (() => Promise<Built<Net>>) | null;

  /** @param own Builds a program of the reference's length where that of the cell is no multiple of it; else null. */
  constructor(
    built: Built<Net>,
    options: TaskOptions,
    reference: Reference,
    own: (() => Promise<Built<Net>>) | null,
  ) {
    const { program, net, batchSize } = built;
    super(program, options, batchSize, 1);
    this.#built = built;
    this.#reference = reference;
    this.#own = own;
    this.parameters = parameterCount(net);
    program.restart(this.seed);
    this.makeSets(batchCount(net, batchSize), (batch) => [
      createBatch(net, this.seed, batch * batchSize, batchSize).inputs,
    ]);
  }

  protected override scalars(): StepScalars {
    return NO_SCALARS;
  }

  #filled({ net, batchSize }: Built<Net>, turned: number) {
    const { outputs, sequenceLength } = this.#reference;
    return filledBatch(net, batchSize, outputs.length, sequenceLength, turned);
  }

  override async check(progress: Progress): Promise<Check> {
    await progress(0);
    const checked = (await this.#own?.()) ?? this.#built;
    const { program } = checked;
    program.restart(CHECK_SEED);
    writeAverages(program);
    const { inputs, places, positions } = this.#filled(checked, 0);
    const set = program.executable.createInputs();
    set.write([inputs]);
    const errors = outputErrors(await outputsOf(checked, set, positions), places, this.#reference);
    set.dispose();
    if (this.#own) program.executable.dispose();
    else program.restart(this.seed);
    return outputCheck(errors, this.#reference.outputTolerance, this.#own === null);
  }

  override async prove(progress: Progress): Promise<Comparison[]> {
    await progress(0);
    if (this.#own) return [];
    this.program.restart(CHECK_SEED);
    writeAverages(this.program);
    const { inputs, places, positions } = this.#filled(this.#built, 1);
    this.overwrite(0, [inputs]);
    const outputs = await this.withSet(0, (set) => outputsOf(this.#built, set, positions));
    const errors = outputErrors(outputs, places, this.#reference);
    return [rowsComparison('outputs of altered inputs', errors, this.#reference.outputTolerance)];
  }
}
