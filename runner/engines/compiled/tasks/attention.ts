/** @file The attention task: scaled dot-product attention without projections; sets of operands are checked before and after the timed loop. */

import type { Check, Comparison } from '../../../../data/contract/proof.ts';
import type { FloatDType } from '../../../../data/contract/words.ts';
import { attentionTolerance } from '../../../../data/derive/rounding.ts';
import type { Progress } from '../../../worker/emit.ts';
import { MOST_OPERATIONS, type TaskOptions } from '../../../worker/task.ts';
import {
  ATTENTION_SETS,
  type AttentionShape,
  alteredPositions,
  checkedPositions,
  operandValues,
  referenceRow,
} from '../../../workloads/attention-check.ts';
import { outputCheck, rowError, rowsComparison } from '../../../workloads/output.ts';
import type { StepScalars } from '../graph/step.ts';
import { NO_SCALARS, type Program } from '../program.ts';
import { readRows } from './rows.ts';
import { CompiledTask } from './task.ts';

/** A pass is the attention of one set of operands [count, length, width]. */
export class Attention extends CompiledTask {
  readonly #shape: AttentionShape;
  readonly #dtype: FloatDType;

  /**
   * @param program of `attentionGraph`
   * @param batchSize sequences of a pass, which count as its items
   */
  constructor(
    program: Program,
    options: TaskOptions,
    shape: AttentionShape,
    batchSize: number,
    dtype: FloatDType,
  ) {
    super(program, options, batchSize, MOST_OPERATIONS);
    this.#shape = shape;
    this.#dtype = dtype;
    this.makeSets(ATTENTION_SETS, (set) => this.#operands(set));
  }

  #operands(set: number) {
    return ([0, 1, 2] as const).map((operand) => operandValues(this.seed, set, operand, this.#shape));
  }

  protected override scalars(): StepScalars {
    return NO_SCALARS;
  }

  /** @param set where the operands are; @param values the number of their values */
  async #errorsOf(set: number, values = set): Promise<number[]> {
    const positions =
      values === set
        ? checkedPositions(this.seed, values, this.#shape)
        : alteredPositions(this.seed, this.#shape);
    const rows = await this.withSet(set, async (operands) => {
      this.compute(operands);
      return readRows(this.program.executable, this.result, positions);
    });
    return positions.map((position, row) =>
      rowError(rows[row]!, referenceRow(this.seed, values, this.#shape, position)),
    );
  }

  override async check(progress: Progress): Promise<Check> {
    const errors: number[] = [];
    for (let set = 0; set < ATTENTION_SETS - 1; set++) {
      await progress(set / (ATTENTION_SETS - 1));
      errors.push(...(await this.#errorsOf(set)));
    }
    return outputCheck(errors, attentionTolerance(this.#shape, this.#dtype));
  }

  override async prove(progress: Progress): Promise<Comparison[]> {
    await progress(0);
    const last = ATTENTION_SETS - 1;
    this.overwrite(last, this.#operands(ATTENTION_SETS));
    const errors = await this.#errorsOf(last, ATTENTION_SETS);
    return [
      rowsComparison('outputs of altered inputs', errors, attentionTolerance(this.#shape, this.#dtype)),
    ];
  }
}
