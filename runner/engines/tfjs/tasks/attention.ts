/** @file The attention task: scaled dot-product attention alone, in one of the two recipes, every set of operands checked. */
import * as tf from '@tensorflow/tfjs-core';
import type { Recipe } from '../../../../data/contract/words.ts';
import type { CheckedTask } from '../../../worker/task.ts';
import {
  ATTENTION_SETS,
  type AttentionShape,
  attentionCheck,
  checkedPositions,
  type Operand,
  operandValues,
  referenceRow,
} from '../../../workloads/attention-check.ts';
import type { TfjsBackend } from '../backend/backend.ts';
import { blockedAttention, wholeAttention } from '../layers/attention.ts';
import { passesPerSample } from './calibrate.ts';

type Operands<Values> = [query: Values, key: Values, value: Values];

/** What is computed: sequences a batch, tokens of each, heads, and their width. */
export interface AttentionSizes {
  batchSize: number;
  length: number;
  heads: number;
  width: number;
}

export function createAttention(
  backend: TfjsBackend,
  { batchSize, length, heads, width }: AttentionSizes,
  recipe: Recipe,
  exactSamples: boolean,
  seed: number,
): CheckedTask {
  const shape: AttentionShape = { count: batchSize * heads, length, width };
  const hostOperands = (set: number) =>
    ([0, 1, 2] as const).map((operand: Operand) =>
      operandValues(seed, set, operand, shape),
    ) as Operands<Float32Array>;
  const toDevice = (operands: Operands<Float32Array>) =>
    operands.map((values) => tf.tensor3d(values, [shape.count, length, width])) as Operands<tf.Tensor3D>;
  const attend = ([query, key, value]: Operands<tf.Tensor3D>): tf.Tensor3D => {
    const rule = recipe === 'naive' ? wholeAttention : blockedAttention;
    return tf.tidy(() => rule(tf.mul(query, 1 / Math.sqrt(width)), key, value));
  };
  const sets = Array.from({ length: ATTENTION_SETS }, (_, set) => set);
  const hosts = recipe === 'naive' ? sets.map(hostOperands) : [];
  const resident = recipe === 'optimized' ? sets.map((set) => toDevice(hostOperands(set))) : [];
  let passes = 0;

  async function naivePass(): Promise<void> {
    const operands = toDevice(hosts[passes++ % ATTENTION_SETS]!);
    const output = attend(operands);
    await output.data();
    tf.dispose([...operands, output]);
  }

  async function optimizedPasses(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const output = attend(resident[passes++ % ATTENTION_SETS]!);
      if (i === count - 1) await backend.finish(output);
      output.dispose();
    }
  }

  async function setRows(set: number): Promise<Float32Array[]> {
    const operands = resident[set] ?? toDevice(hosts[set]!);
    const output = attend(operands);
    const picked = tf.tidy(() => {
      const rows = tf.reshape(output, [shape.count * length, width]);
      return tf.concat(
        checkedPositions(seed, set, shape).map((position) => tf.slice(rows, [position, 0], [1, width])),
      );
    });
    const values = (await picked.data()) as Float32Array;
    tf.dispose([output, picked]);
    if (recipe === 'naive') tf.dispose(operands);
    return Array.from({ length: values.length / width }, (_, i) =>
      values.subarray(i * width, (i + 1) * width),
    );
  }

  let passesOfSample = 1;
  const task: CheckedTask = {
    itemsPerSample: batchSize,
    stepsPerEpoch: null,
    sample: () => (recipe === 'naive' ? naivePass() : optimizedPasses(passesOfSample)),
    calibrate: async (clock) => {
      if (recipe === 'naive' || exactSamples) return;
      passesOfSample = await passesPerSample(clock, () => optimizedPasses(1));
      task.itemsPerSample = passesOfSample * batchSize;
    },
    check: async (progress) => {
      const [found, expected]: [Float32Array[], Float64Array[]] = [[], []];
      for (const set of sets) {
        await progress(set / ATTENTION_SETS);
        found.push(...(await setRows(set)));
        expected.push(
          ...checkedPositions(seed, set, shape).map((position) => referenceRow(seed, set, shape, position)),
        );
      }
      return attentionCheck(found, expected, shape);
    },
    dispose: () => tf.dispose(resident.flat()),
  };
  return task;
}
