/** @file The matmul task: products of square matrices; every pair is checked. */
import type { Check } from '../../../../data/contract/outcome.ts';
import type { FloatDType } from '../../../../data/contract/words.ts';
import type { Progress } from '../../../worker/emit.ts';
import { MOST_OPERATIONS, type TaskOptions } from '../../../worker/task.ts';
import {
  checkedRows,
  MATRIX_SETS,
  matmulTolerance,
  matrixValues,
  referenceRows,
} from '../../../workloads/matmul.ts';
import { outputCheck, rowError } from '../../../workloads/output.ts';
import type { StepScalars } from '../graph/step.ts';
import { NO_SCALARS, type Program } from '../program.ts';
import { readRows } from './rows.ts';
import { CompiledTask } from './task.ts';

/** A pass is the product of one pair of matrices [size, size]. */
export class MatMul extends CompiledTask {
  readonly #size: number;
  readonly #dtype: FloatDType;

  /** @param program of `productGraph` */
  constructor(program: Program, options: TaskOptions, size: number, dtype: FloatDType) {
    super(program, options, 1, MOST_OPERATIONS);
    this.#size = size;
    this.#dtype = dtype;
    this.makeSets(MATRIX_SETS, (set) => [
      matrixValues(this.seed, set, 0, size),
      matrixValues(this.seed, set, 1, size),
    ]);
  }

  protected override scalars(): StepScalars {
    return NO_SCALARS;
  }

  override async check(progress: Progress): Promise<Check> {
    const errors: number[] = [];
    for (let set = 0; set < MATRIX_SETS; set++) {
      await progress(set / MATRIX_SETS);
      const rows = checkedRows(this.seed, set, this.#size);
      const found = await this.withSet(set, async (pair) => {
        this.compute(pair);
        return readRows(this.program.executable, this.result, rows);
      });
      const expected = referenceRows(this.seed, set, this.#size, rows);
      errors.push(...expected.map((reference, row) => rowError(found[row]!, reference)));
    }
    return outputCheck(errors, matmulTolerance(this.#dtype, this.#size));
  }
}
