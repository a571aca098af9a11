import { describe, expect, it } from 'vitest';
import { selfAttention } from '../../../models/layers.ts';
import { modelShapes } from '../../../models/shapes.ts';
import { bias, type Weight } from '../../../models/weights.ts';
import { models } from '../../../workloads/index.ts';
import { trainingGraph } from '../compile.ts';
import type { Value } from '../graph/value.ts';
import { layOut, storageOrder } from './arenas.ts';

const arrays: Weight[] = [bias('a', 1), bias('b', 130), bias('c', 128)];

describe('the layout of the arenas', () => {
  it('starts each array at a multiple of 256 bytes in half precision', () => {
    const { places, blocks } = layOut(arrays, 2 ** 20);
    expect(Object.fromEntries(places)).toEqual({
      'a.bias': { block: 0, offset: 0 },
      'b.bias': { block: 0, offset: 128 },
      'c.bias': { block: 0, offset: 384 },
    });
    expect(blocks).toEqual([{ size: 512 }]);
  });

  it('begins another block where an array does not fit', () => {
    const { places, blocks } = layOut(arrays, 4 * 384);
    expect(places.get('c.bias')).toEqual({ block: 1, offset: 0 });
    expect(blocks).toEqual([{ size: 384 }, { size: 128 }]);
  });

  it('rejects an array that is larger than a block', () => {
    expect(() => layOut(arrays, 4 * 255)).toThrow(
      'the trained array b.bias needs 1024 bytes; this device allows 1020 an array',
    );
  });

  it('has the kernels of an attention side by side, then the biases', () => {
    const shapes = modelShapes({ inputShape: [2, 4], layers: [selfAttention(1)] });
    expect(storageOrder(shapes).map(({ name }) => name)).toEqual([
      '0.query.kernel',
      '0.key.kernel',
      '0.value.kernel',
      '0.query.bias',
      '0.key.bias',
      '0.value.bias',
      '0.output.kernel',
      '0.output.bias',
    ]);
  });
});

describe.each(models)('$id in float16', (model) => {
  const limits = { bindingBytes: 2 ** 28, bindings: 8, half: true };
  const graph = trainingGraph(model, 2, { type: 'float16', recipe: 'naive', limits });

  it('multiplies half precision alone', () => {
    const operands = graph.operations.flatMap((one): Value[] => {
      if (one.kind === 'product') return [one.left.value, one.right.value];
      if (one.kind === 'convolution') return [one.image, one.filter];
      if (one.kind === 'convolution-input-gradient') return [one.gradient, one.filter];
      if (one.kind === 'convolution-filter-gradient') return [one.image, one.gradient];
      return [];
    });
    expect(operands.length).toBeGreaterThan(0);
    expect(operands.filter(({ type }) => type !== 'float16')).toEqual([]);
  });

  it('keeps logits, loss, trained arrays and their gradients in float32', () => {
    const loss = graph.operations.find((one) => one.kind === 'cross-entropy')!;
    const exact = [
      loss.logits,
      loss.loss,
      ...graph.parameters.flatMap(({ value, gradient }) => [value, gradient!]),
    ];
    expect(exact.filter(({ type }) => type !== 'float32')).toEqual([]);
    expect(graph.parameters.every(({ half }) => half?.type === 'float16')).toBe(true);
  });

  it('divides by the scale of the loss in its updates', () => {
    const updates = graph.operations.filter((one) => one.kind === 'update');
    expect(updates).toHaveLength(graph.parameters.length);
    expect(updates.every((one) => one.gradientFactor * graph.lossScale === 1)).toBe(true);
    expect(graph.lossScale).toBe(1024);
  });
});
