/** @file The copy task: a matrix is copied to another one; every value is compared before and after the timed loop. */
import type { Check, Comparison } from '../../../../data/contract/proof.ts';
import type { Progress } from '../../../worker/emit.ts';
import { MOST_OPERATIONS, type TaskOptions } from '../../../worker/task.ts';
import { COPY_SETS, copyCheck, copyComparison, copyErrors, copyValues } from '../../../workloads/copy.ts';
import type { StepScalars } from '../graph/step.ts';
import { NO_SCALARS, type Program } from '../program.ts';
import { CompiledTask } from './task.ts';

/** A pass is the copy of one matrix [size, size]. */
export class Copy extends CompiledTask {
  readonly #size: number;

  /** @param program of `copyGraph` */
  constructor(program: Program, options: TaskOptions, size: number) {
    super(program, options, 1, MOST_OPERATIONS);
    this.#size = size;
    this.makeSets(COPY_SETS, (set) => this.#source(set));
  }

  #source(set: number) {
    return [copyValues(this.seed, set, 0, this.#size ** 2)];
  }

  /** A copy has no work that a result which was kept would save. */
  protected override arraysOf() {
    return [];
  }

  protected override scalars(): StepScalars {
    return NO_SCALARS;
  }

  /** Compares the destination as it is. @param values the number of the values that it must hold */
  #errors(values: number): Promise<number[]> {
    return copyErrors(this.seed, values, this.#size, (first, count) =>
      this.program.executable.read(this.result, first, count),
    );
  }

  /** @param set where the source is; @param values the number of its values */
  #errorsOf(set: number, values = set): Promise<number[]> {
    return this.withSet(set, async (source) => {
      this.compute(source);
      return this.#errors(values);
    });
  }

  override async check(progress: Progress): Promise<Check> {
    await progress(0);
    return copyCheck(await this.#errorsOf(0));
  }

  override async prove(progress: Progress): Promise<Comparison[]> {
    await progress(0);
    const left = await this.#errors((this.passes - 1) % COPY_SETS);
    // One that is no longer written may happen to hold the source of the last pass.
    left.push(...(await this.#errorsOf(this.passes % COPY_SETS)));
    this.overwrite(COPY_SETS - 1, this.#source(COPY_SETS));
    const altered = await this.#errorsOf(COPY_SETS - 1, COPY_SETS);
    return [
      copyComparison('outputs after the loop', left),
      copyComparison('outputs of altered inputs', altered),
    ];
  }
}
