/** @file The attention task: scaled dot-product attention without projections; every set of operands is checked. */
import type { Check } from '../../../../data/contract/outcome.ts';
import type { FloatDType } from '../../../../data/contract/words.ts';
import type { Progress } from '../../../worker/emit.ts';
import { MOST_OPERATIONS, type TaskOptions } from '../../../worker/task.ts';
import {
  ATTENTION_SETS,
  type AttentionShape,
  attentionCheck,
  checkedPositions,
  operandValues,
  referenceRow,
} from '../../../workloads/attention-check.ts';
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
    this.makeSets(ATTENTION_SETS, (set) =>
      ([0, 1, 2] as const).map((operand) => operandValues(this.seed, set, operand, shape)),
    );
  }

  protected override scalars(): StepScalars {
    return NO_SCALARS;
  }

  override async check(progress: Progress): Promise<Check> {
    const [found, expected]: [Float32Array[], Float64Array[]] = [[], []];
    for (let set = 0; set < ATTENTION_SETS; set++) {
      await progress(set / ATTENTION_SETS);
      const positions = checkedPositions(this.seed, set, this.#shape);
      const rows = await this.withSet(set, async (operands) => {
        this.compute(operands);
        return readRows(this.program.executable, this.result, positions);
      });
      found.push(...rows);
      expected.push(...positions.map((position) => referenceRow(this.seed, set, this.#shape, position)));
    }
    return attentionCheck(found, expected, this.#shape, this.#dtype);
  }
}
