/** @file The matmul task: products of square matrices; pairs are checked before and after the timed loop. */

import type { Check, Comparison } from '../../../../data/contract/proof.ts';
import type { FloatDType } from '../../../../data/contract/words.ts';
import { matmulTolerance } from '../../../../data/derive/rounding.ts';
import type { Progress } from '../../../worker/emit.ts';
import { MOST_OPERATIONS, type TaskOptions } from '../../../worker/task.ts';
import { checkedRows, MATRIX_SETS, matrixValues, referenceRows } from '../../../workloads/matmul.ts';
import { outputCheck, rowError, rowsComparison } from '../../../workloads/output.ts';
import { rowSumErrors } from '../../../workloads/product-sums.ts';
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
    this.makeSets(MATRIX_SETS, (set) => this.#pair(set));
  }

  #pair(set: number): [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] {
    return [matrixValues(this.seed, set, 0, this.#size), matrixValues(this.seed, set, 1, this.#size)];
  }

  protected override scalars(): StepScalars {
    return NO_SCALARS;
  }

  /** @param set where the operands are; @param values the number of their values */
  async #errorsOf(set: number, values = set): Promise<number[]> {
    const rows = checkedRows(this.seed, values, this.#size);
    const found = await this.withSet(set, async (pair) => {
      this.compute(pair);
      return readRows(this.program.executable, this.result, rows);
    });
    const expected = referenceRows(this.seed, values, this.#size, rows);
    return expected.map((reference, row) => rowError(found[row]!, reference));
  }

  override async check(progress: Progress): Promise<Check> {
    const errors: number[] = [];
    for (let set = 0; set < MATRIX_SETS - 1; set++) {
      await progress(set / (MATRIX_SETS - 1));
      errors.push(...(await this.#errorsOf(set)));
    }
    return outputCheck(errors, matmulTolerance(this.#dtype, this.#size));
  }

  override async prove(progress: Progress): Promise<Comparison[]> {
    await progress(0);
    const last = MATRIX_SETS - 1;
    const pair = this.#pair(MATRIX_SETS);
    this.overwrite(last, pair);
    const errors = await this.#errorsOf(last, MATRIX_SETS);
    const read = (first: number, count: number) =>
      this.program.executable.read(this.result, first * this.#size, count * this.#size);
    errors.push(...(await rowSumErrors(this.seed, MATRIX_SETS, pair, read)));
    const tolerance = matmulTolerance(this.#dtype, this.#size);
    return [rowsComparison('outputs of altered inputs', errors, tolerance)];
  }
}
