import { describe, expect, it } from 'vitest';
import { models } from '../../../workloads/index.ts';
import { trainingGraph } from '../compile.ts';
import type { Elementwise } from '../graph/operation.ts';
import { bytesOf, paddedBytes, type Value } from '../graph/value.ts';
import { checkPlan, createPlan, summarize } from './create.ts';
import { livesOf } from './slots.ts';

const limits = { bindingBytes: 2 ** 30, bindings: 8, half: true };
const [vgg] = models;

const value = (id: number, length: number): Value => ({
  id,
  name: `value ${id}`,
  shape: [length],
  type: 'float32',
  place: { kind: 'temporary' },
});

const copy = (input: Value, out: Value): Elementwise => ({
  kind: 'elementwise',
  input: { value: input, index: { kind: 'same' } },
  out,
  epilogue: [],
});

const planOf = (...operations: Elementwise[]) =>
  createPlan({ operations, parameters: [], blocks: [], inputs: [], results: [], lossScale: 1 });

describe('slots', () => {
  const input: Value = { ...value(0, 5), place: { kind: 'input' } };
  const [a, b, c, d] = [value(1, 5), value(2, 3), value(3, 5), value(4, 9)];

  it('are shared by values that are not needed at the same time', () => {
    const { slots, slotOf } = planOf(copy(input, a!), copy(a!, b!), copy(b!, c!));
    expect(slots).toEqual([{ bytes: 32 }, { bytes: 16 }]);
    expect([a, b, c].map((one) => slotOf.get(one!.id))).toEqual([0, 1, 0]);
  });

  it('are not shared by the input and the output of an operation', () => {
    const { slotOf } = planOf(copy(input, d!), copy(d!, a!));
    expect(slotOf.get(d!.id)).not.toBe(slotOf.get(a!.id));
  });

  it('outlive the last operation that reads a part', () => {
    const part: Value = { ...value(5, 2), place: { kind: 'part', whole: a!, offset: 2 } };
    const { slotOf } = planOf(copy(input, a!), copy(input, b!), copy(part, c!), copy(b!, d!));
    expect(slotOf.has(part.id)).toBe(false);
    expect(slotOf.get(a!.id)).not.toBe(slotOf.get(b!.id));
  });

  it('are never read before they are written', () => {
    expect(() => planOf(copy(a!, b!))).toThrow(
      'operation 0, elementwise, reads value 1 before it is written',
    );
  });
});

describe.each(models)('$id', (model) => {
  it.each(['float32', 'float16'] as const)('has room for every value (%s)', (type) => {
    const graph = trainingGraph(model, 2, { type, recipe: 'optimized', limits });
    const plan = createPlan(graph);
    for (const { value: one } of livesOf(graph.operations)) {
      expect(plan.slots[plan.slotOf.get(one.id)!]!.bytes).toBeGreaterThanOrEqual(bytesOf(one));
    }
    const elements = graph.blocks.reduce((sum, { size }) => sum + size, 0);
    const states = model.optimizer.kind === 'adam' ? 2 : 1;
    const bytes = elements * (4 * (2 + states) + (type === 'float16' ? 2 : 0));
    expect(summarize(plan).parameterBytes).toBe(bytes);
    const { activationBytes } = summarize(plan);
    const own = plan.own.reduce((sum, one) => sum + paddedBytes(one), 0);
    expect(plan.bytes).toBe(bytes + activationBytes + own);
  });
});

describe('the check of a plan', () => {
  const plan = createPlan(trainingGraph(vgg!, 256, { type: 'float32', recipe: 'optimized', limits }));

  it('passes where every buffer fits', () => {
    expect(() => checkPlan(plan, limits, 'vgg16-cifar100 at batch 256', '--batch')).not.toThrow();
  });

  it('says what is needed where one does not', () => {
    const small = { ...limits, bindingBytes: 2 ** 27 };
    expect(() => checkPlan(plan, small, 'vgg16-cifar100 at batch 256', '--batch')).toThrow(
      'vgg16-cifar100 at batch 256 needs 0.9 GB in 29 buffers, the largest 0.1 GB; this device allows 0.1 GB a buffer: use a smaller --batch',
    );
  });

  it('says what is needed where all together do not fit', () => {
    const small = { ...limits, totalBytes: 2 ** 29 };
    expect(() => checkPlan(plan, small, 'vgg16-cifar100 at batch 256', '--batch')).toThrow(
      'out of memory: vgg16-cifar100 at batch 256 needs 0.9 GB, and only 0.5 GB are available: use a smaller --batch',
    );
    expect(() => checkPlan(plan, { ...limits, totalBytes: 2 ** 30 }, 'a net', '--batch')).not.toThrow();
  });
});
