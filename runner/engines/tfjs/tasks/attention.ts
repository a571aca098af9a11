/** @file The attention task: scaled dot-product attention without projections; sets of operands are checked before and after the timed loop. */

import * as tf from '@tensorflow/tfjs-core';
import type { Check, Comparison } from '../../../../data/contract/proof.ts';
import { attentionTolerance } from '../../../../data/derive/rounding.ts';
import type { Progress } from '../../../worker/emit.ts';
import { MOST_OPERATIONS, type TaskOptions } from '../../../worker/task.ts';
import {
  ATTENTION_SETS,
  type AttentionShape,
  alteredPositions,
  checkedPositions,
  type Operand,
  operandValues,
  referenceRow,
} from '../../../workloads/attention-check.ts';
import { outputCheck, rowError, rowsComparison } from '../../../workloads/output.ts';
import type { TfjsBackend } from '../backend/backend.ts';
import { blockedAttention, wholeAttention } from '../layers/attention.ts';
import { readRows } from './rows.ts';
import { TfjsTask } from './task.ts';

type Operands<Values> = [query: Values, key: Values, value: Values];

/** Sequences per batch, tokens per sequence, heads, and the width of a head. */
export interface AttentionSizes {
  batchSize: number;
  length: number;
  heads: number;
  width: number;
}

/** A pass computes softmax(Q K^T / sqrt(width)) V over operands [sequences x heads, length, width]. */
export class Attention extends TfjsTask<Operands<Float32Array>, Operands<tf.Tensor3D>> {
  readonly #shape: AttentionShape;

  constructor(
    backend: TfjsBackend,
    options: TaskOptions,
    { batchSize, length, heads, width }: AttentionSizes,
  ) {
    super(backend, options, batchSize, MOST_OPERATIONS);
    const shape = { count: batchSize * heads, length, width };
    this.#shape = shape;
    this.makeSets(ATTENTION_SETS, (set) => this.#operands(set));
  }

  #operands(set: number): Operands<Float32Array> {
    const of = (operand: Operand) => operandValues(this.seed, set, operand, this.#shape);
    return [of(0), of(1), of(2)];
  }

  protected override place(operands: Operands<Float32Array>): Operands<tf.Tensor3D> {
    const { count, length, width } = this.#shape;
    return operands.map((values) => tf.tensor3d(values, [count, length, width])) as Operands<tf.Tensor3D>;
  }

  protected override arraysOf(operands: Operands<Float32Array>): Operands<Float32Array> {
    return operands;
  }

  protected override compute([query, key, value]: Operands<tf.Tensor3D>): tf.Tensor3D {
    const rule = this.naive ? wholeAttention : blockedAttention;
    return tf.tidy(() => rule(tf.mul(query, 1 / Math.sqrt(this.#shape.width)), key, value));
  }

  override async check(progress: Progress): Promise<Check> {
    const errors: number[] = [];
    for (let set = 0; set < ATTENTION_SETS - 1; set++) {
      await progress(set / (ATTENTION_SETS - 1));
      errors.push(...(await this.#errorsOf(set)));
    }
    return outputCheck(errors, attentionTolerance(this.#shape));
  }

  override async prove(progress: Progress): Promise<Comparison[]> {
    await progress(0);
    const last = ATTENTION_SETS - 1;
    this.overwrite(last, this.#operands(ATTENTION_SETS));
    const errors = await this.#errorsOf(last, ATTENTION_SETS);
    return [rowsComparison('outputs of altered inputs', errors, attentionTolerance(this.#shape))];
  }

  /** @param set where the operands are; @param values the number of their values */
  async #errorsOf(set: number, values = set): Promise<number[]> {
    const positions =
      values === set
        ? checkedPositions(this.seed, values, this.#shape)
        : alteredPositions(this.seed, this.#shape);
    const rows = await this.withSet(set, async (operands) => {
      const output = this.compute(operands);
      const read = await readRows(output, positions);
      output.dispose();
      return read;
    });
    return positions.map((position, row) =>
      rowError(rows[row]!, referenceRow(this.seed, values, this.#shape, position)),
    );
  }
}
