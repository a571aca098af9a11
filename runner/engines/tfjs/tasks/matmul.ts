/** @file The matmul task: products of square matrices; pairs are checked before and after the timed loop. */

import * as tf from '@tensorflow/tfjs-core';
import type { Check, Comparison } from '../../../../data/contract/proof.ts';
import { matmulTolerance } from '../../../../data/derive/rounding.ts';
import type { Progress } from '../../../worker/emit.ts';
import { MOST_OPERATIONS, type TaskOptions } from '../../../worker/task.ts';
import { checkedRows, MATRIX_SETS, matrixValues, referenceRows } from '../../../workloads/matmul.ts';
import { outputCheck, rowError, rowsComparison } from '../../../workloads/output.ts';
import { rowSumErrors } from '../../../workloads/product-sums.ts';
import type { TfjsBackend } from '../backend/backend.ts';
import { readRows } from './rows.ts';
import { TfjsTask } from './task.ts';

type Pair<Matrix> = [left: Matrix, right: Matrix];

/** A pass is the product of one pair of matrices [size, size]. */
export class MatMul extends TfjsTask<Pair<Float32Array>, Pair<tf.Tensor2D>> {
  readonly #size: number;

  constructor(backend: TfjsBackend, options: TaskOptions, size: number) {
    super(backend, options, 1, MOST_OPERATIONS);
    this.#size = size;
    this.makeSets(MATRIX_SETS, (set) => this.#pair(set));
  }

  #pair(set: number): Pair<Float32Array> {
    return [matrixValues(this.seed, set, 0, this.#size), matrixValues(this.seed, set, 1, this.#size)];
  }

  protected override place([left, right]: Pair<Float32Array>): Pair<tf.Tensor2D> {
    const shape: [number, number] = [this.#size, this.#size];
    return [tf.tensor2d(left, shape), tf.tensor2d(right, shape)];
  }

  protected override arraysOf(pair: Pair<Float32Array>): Pair<Float32Array> {
    return pair;
  }

  protected override compute([left, right]: Pair<tf.Tensor2D>): tf.Tensor2D {
    return tf.matMul(left, right);
  }

  override async check(progress: Progress): Promise<Check> {
    const errors: number[] = [];
    for (let set = 0; set < MATRIX_SETS - 1; set++) {
      await progress(set / (MATRIX_SETS - 1));
      errors.push(...(await this.#errorsOf(set)));
    }
    return outputCheck(errors, matmulTolerance('float32', this.#size));
  }

  override async prove(progress: Progress): Promise<Comparison[]> {
    await progress(0);
    const last = MATRIX_SETS - 1;
    const pair = this.#pair(MATRIX_SETS);
    this.overwrite(last, pair);
    const errors = await this.#errorsOf(last, MATRIX_SETS);
    errors.push(...(await this.#sumErrors(last, pair)));
    return [rowsComparison('outputs of altered inputs', errors, matmulTolerance('float32', this.#size))];
  }

  async #sumErrors(set: number, values: Pair<Float32Array>): Promise<number[]> {
    return this.withSet(set, async (placed) => {
      const product = this.compute(placed);
      const errors = await rowSumErrors(this.seed, MATRIX_SETS, values, async (first, count) => {
        const part = tf.slice(product, [first, 0], [count, this.#size]);
        const read = await part.data<'float32'>();
        part.dispose();
        return read;
      });
      product.dispose();
      return errors;
    });
  }

  /** @param set where the operands are; @param values the number of their values */
  async #errorsOf(set: number, values = set): Promise<number[]> {
    const rows = checkedRows(this.seed, values, this.#size);
    const found = await this.withSet(set, async (pair) => {
      const product = this.compute(pair);
      const read = await readRows(product, rows);
      product.dispose();
      return read;
    });
    return referenceRows(this.seed, values, this.#size, rows).map((reference, i) =>
      rowError(found[i]!, reference),
    );
  }
}
