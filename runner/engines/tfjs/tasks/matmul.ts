/** @file The matmul task: square products in one of the two recipes, every set of matrices checked. */
import * as tf from '@tensorflow/tfjs-core';
import type { Recipe } from '../../../../data/contract/words.ts';
import type { CheckedTask } from '../../../worker/task.ts';
import {
  checkedRows,
  MATRIX_SETS,
  matmulTolerance,
  matrixValues,
  referenceRows,
} from '../../../workloads/matmul.ts';
import { outputCheck, rowError } from '../../../workloads/output.ts';
import type { TfjsBackend } from '../backend/backend.ts';
import { passesPerSample } from './calibrate.ts';

type Pair<Matrix> = [left: Matrix, right: Matrix];

export function createMatMul(
  backend: TfjsBackend,
  size: number,
  recipe: Recipe,
  exactSamples: boolean,
  seed: number,
): CheckedTask {
  const hostPair = (set: number): Pair<Float32Array> => [
    matrixValues(seed, set, 0, size),
    matrixValues(seed, set, 1, size),
  ];
  const toDevice = ([left, right]: Pair<Float32Array>): Pair<tf.Tensor2D> => [
    tf.tensor2d(left, [size, size]),
    tf.tensor2d(right, [size, size]),
  ];
  const sets = Array.from({ length: MATRIX_SETS }, (_, set) => set);
  const hosts = recipe === 'naive' ? sets.map(hostPair) : [];
  const resident = recipe === 'optimized' ? sets.map((set) => toDevice(hostPair(set))) : [];
  let products = 0;

  async function naiveProduct(): Promise<void> {
    const [left, right] = toDevice(hosts[products++ % MATRIX_SETS]!);
    const output = tf.matMul(left, right);
    await output.data();
    tf.dispose([left, right, output]);
  }

  async function optimizedProducts(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const [left, right] = resident[products++ % MATRIX_SETS]!;
      const output = tf.matMul(left, right);
      if (i === count - 1) await backend.finish(output);
      output.dispose();
    }
  }

  async function setErrors(set: number): Promise<number[]> {
    const [left, right] = resident[set] ?? toDevice(hosts[set]!);
    const rows = checkedRows(seed, set, size);
    const product = tf.matMul(left, right);
    const picked = tf.tidy(() => tf.concat(rows.map((row) => tf.slice(product, [row, 0], [1, size]))));
    const values = await picked.data();
    tf.dispose([product, picked]);
    if (recipe === 'naive') tf.dispose([left, right]);
    return referenceRows(seed, set, size, rows).map((reference, i) =>
      rowError(values.subarray(i * size, (i + 1) * size), reference),
    );
  }

  const task: CheckedTask = {
    itemsPerSample: 1,
    stepsPerEpoch: null,
    sample: () => (recipe === 'naive' ? naiveProduct() : optimizedProducts(task.itemsPerSample)),
    calibrate: async (clock) => {
      if (recipe === 'naive' || exactSamples) return;
      task.itemsPerSample = await passesPerSample(clock, () => optimizedProducts(1));
    },
    check: async (progress) => {
      const errors: number[] = [];
      for (const set of sets) {
        await progress(set / MATRIX_SETS);
        errors.push(...(await setErrors(set)));
      }
      return outputCheck(errors, matmulTolerance('float32', size));
    },
    dispose: () => tf.dispose(resident.flat()),
  };
  return task;
}
