import { describe, expect, test } from 'vitest';
import { streamKey, uniform } from '../../../../models/generator.ts';
import type { Attention, AttentionGradient, AttentionShape } from '../../../compiled/graph/operation.ts';
import type { ElementType, Value } from '../../../compiled/graph/value.ts';
import { toDeviceArray, toHostArray } from '../../device/transfer.ts';
import { openTestDevice, runKernels } from '../../testing/run-kernels.ts';
import type { KernelLimits, Variant } from '../kernel.ts';
import { attention } from './attention.ts';
import { attentionGradient } from './attention-gradient.ts';
import { type AttentionData, type AttentionResults, plainAttention } from './testing/plain-attention.ts';

const opened = await openTestDevice();

const shapeOf = (batch: number, length: number, heads: number, width: number): AttentionShape => ({
  batch,
  length,
  heads,
  width,
});

const round = (array: Float32Array<ArrayBuffer>, type: ElementType): Float32Array<ArrayBuffer> =>
  toHostArray(
    toDeviceArray(array, type).buffer as ArrayBuffer,
    type,
    array.length,
  ) as Float32Array<ArrayBuffer>;

/** Operands of a shape with random numbers within `factor`, as their type can hold them. */
function createData(shape: AttentionShape, factor: number, type: ElementType): AttentionData {
  const length = shape.batch * shape.length * shape.heads * shape.width;
  const random = (stream: number, within: number) => {
    const key = streamKey(11, stream);
    const array = Float32Array.from({ length }, (_, i) => within * (2 * uniform(key, i) - 1));
    return round(array, type);
  };
  return {
    query: random(0, factor),
    key: random(1, factor),
    value: random(2, factor),
    gradient: random(3, 1),
  };
}

function createOperations(shape: AttentionShape, scale: number, type: ElementType) {
  const { batch, length, heads, width } = shape;
  const make = (id: number, name: string, sizes: readonly number[], itsType = type): Value => ({
    id,
    name,
    shape: sizes,
    type: itsType,
    place: { kind: 'temporary' },
  });
  const names = [
    'query',
    'key',
    'value',
    'gradient',
    'out',
    'queryGradient',
    'keyGradient',
    'valueGradient',
  ] as const;
  const values = Object.fromEntries(
    names.map((name, id) => [name, make(id, name, [batch, length, heads, width])]),
  ) as Record<(typeof names)[number], Value>;
  const logSums = make(8, 'logSums', [batch, heads, length], 'float32');
  const { query, key, value, out } = values;
  const forward: Attention = { kind: 'attention', shape, scale, query, key, value, out, logSums };
  const backward: AttentionGradient = {
    ...forward,
    ...values,
    kind: 'attention-gradient',
    output: out,
    logSums,
  };
  return { forward, backward, values: { ...values, logSums } };
}

interface Case {
  shape: AttentionShape;
  factor?: number;
  type?: ElementType;
  scale?: number;
}

const nameOf = ({ shape: { batch, length, heads, width }, factor = 1, type = 'float32' }: Case): string =>
  `${batch}x${length}x${heads}x${width}${factor === 1 ? '' : `, values x ${factor}`}, ${type}`;

/** The largest error of each result, relative to its largest element. */
function errorsOf(found: Record<string, Float32Array>, expected: Partial<AttentionResults>) {
  return Object.fromEntries(
    Object.entries(expected).map(([name, numbers]) => {
      const largest = numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      const error = numbers.reduce((most, x, i) => Math.max(most, Math.abs(found[name]![i]! - x)), 0);
      const isComplete = found[name]!.every(Number.isFinite);
      return [name, isComplete ? error / Math.max(largest, 1e-30) : Number.POSITIVE_INFINITY];
    }),
  );
}

/** Two units of the stored type's last place; scores of thousands lose more of float32, by as many bits as they have. */
const boundOf = ({ factor = 1, type = 'float32' }: Case): number =>
  type === 'float16' ? 2 ** -10 : factor > 1 ? 1e-3 : 4e-6;

const edit = (variant: Variant, change: (body: string) => string): Variant => ({
  ...variant,
  kernels: variant.kernels.map((kernel) => ({ ...kernel, body: change(kernel.body) })),
});

if (typeof opened === 'string') {
  test('without a driver there is a reason', () => {
    expect(opened).toMatch(/./);
  });
} else {
  const { kernelLimits } = opened;
  const weakest: KernelLimits = { workgroupBytes: 16_384, invocations: 256, subgroups: false };

  async function runForward(oneCase: Case, variant: Variant) {
    const { shape, factor = 1, type = 'float32', scale = shape.width ** -0.5 } = oneCase;
    const data = createData(shape, factor, type);
    const { values } = createOperations(shape, scale, type);
    const start = new Map(
      [values.query, values.key, values.value].map((one) => [one, data[one.name as 'query']]),
    );
    const results = await runKernels(opened as Exclude<typeof opened, string>, variant.kernels, start);
    const byName = Object.fromEntries([...results].map(([{ name }, array]) => [name, array]));
    const { out, logSums } = plainAttention(shape, scale, data);
    return errorsOf(byName, { out, logSums });
  }

  const forwardCases: Case[] = [
    ...[1, 5, 33, 50, 65].map((length) => ({ shape: shapeOf(2, length, 3, 64) })),
    ...[1, 4, 5, 20, 72].map((width) => ({ shape: shapeOf(1, 37, 2, width) })),
    { shape: shapeOf(1, 32, 1, 512) },
  ];
  test.each(forwardCases.map((one) => [nameOf(one), one] as const))('forward %s', async (_, one) => {
    const { forward } = createOperations(
      one.shape,
      one.scale ?? one.shape.width ** -0.5,
      one.type ?? 'float32',
    );
    for (const variant of attention(forward, kernelLimits)) {
      const errors = await runForward(one, variant);
      console.log(variant.name, errors);
    }
  });
}
