/** @file The matmul task: products of square matrices; every pair is checked. */
import * as tf from '@tensorflow/tfjs-core';
import type { Check } from '../../../../data/contract/outcome.ts';
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
    this.makeSets(MATRIX_SETS, (set) => [
      matrixValues(this.seed, set, 0, size),
      matrixValues(this.seed, set, 1, size),
    ]);
  }

  protected override place([left, right]: Pair<Float32Array>): Pair<tf.Tensor2D> {
    const shape: [number, number] = [this.#size, this.#size];
    return [tf.tensor2d(left, shape), tf.tensor2d(right, shape)];
  }

  protected override compute([left, right]: Pair<tf.Tensor2D>): tf.Tensor2D {
    return tf.matMul(left, right);
  }

  override async check(progress: Progress): Promise<Check> {
    const errors: number[] = [];
    for (let set = 0; set < MATRIX_SETS; set++) {
      await progress(set / MATRIX_SETS);
      errors.push(...(await this.#errorsOf(set)));
    }
    return outputCheck(errors, matmulTolerance('float32', this.#size));
  }

  async #errorsOf(set: number): Promise<number[]> {
    const rows = checkedRows(this.seed, set, this.#size);
    const found = await this.withSet(set, async (pair) => {
      const product = this.compute(pair);
      const values = await readRows(product, rows);
      product.dispose();
      return values;
    });
    return referenceRows(this.seed, set, this.#size, rows).map((reference, i) =>
      rowError(found[i]!, reference),
    );
  }
}
