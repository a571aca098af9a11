/** @file The attention task: scaled dot-product attention without projections; every set of operands is checked. */
import * as tf from '@tensorflow/tfjs-core';
import type { Check } from '../../../../data/contract/outcome.ts';
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
    this.makeSets(ATTENTION_SETS, (set) => [
      operandValues(this.seed, set, 0, shape),
      operandValues(this.seed, set, 1, shape),
      operandValues(this.seed, set, 2, shape),
    ]);
  }

  protected override place(operands: Operands<Float32Array>): Operands<tf.Tensor3D> {
    const { count, length, width } = this.#shape;
    return operands.map((values) => tf.tensor3d(values, [count, length, width])) as Operands<tf.Tensor3D>;
  }

  protected override compute([query, key, value]: Operands<tf.Tensor3D>): tf.Tensor3D {
    const rule = this.naive ? wholeAttention : blockedAttention;
    return tf.tidy(() => rule(tf.mul(query, 1 / Math.sqrt(this.#shape.width)), key, value));
  }

  override async check(progress: Progress): Promise<Check> {
    const [found, expected]: [Float32Array[], Float64Array[]] = [[], []];
    for (let set = 0; set < ATTENTION_SETS; set++) {
      await progress(set / ATTENTION_SETS);
      const positions = checkedPositions(this.seed, set, this.#shape);
      found.push(...(await this.#rowsOf(set, positions)));
      expected.push(...positions.map((position) => referenceRow(this.seed, set, this.#shape, position)));
    }
    return attentionCheck(found, expected, this.#shape);
  }

  #rowsOf(set: number, positions: readonly number[]): Promise<Float32Array[]> {
    return this.withSet(set, async (operands) => {
      const output = this.compute(operands);
      const rows = await readRows(output, positions);
      output.dispose();
      return rows;
    });
  }
}
