import { describe, expect, it } from 'vitest';
import { conv, dense, flatten, type Layer, type Residual } from '../../runner/models/layers.ts';
import { parameterCount } from '../../runner/models/shapes.ts';
import { models } from '../../runner/workloads/index.ts';
import { netRows } from './net.ts';

const rows = (layers: readonly Layer[], inputShape = [4, 4, 2]) => netRows({ inputShape, layers });
const block: Residual = { kind: 'residual', body: [conv(2, 3, 'same')], shortcut: [] };

describe('the rows of a net', () => {
  it('list each layer with its output, parameters and multiply-accumulates', () => {
    expect(rows([flatten, dense(3, 'softmax')])).toEqual([
      { depth: 0, label: 'flatten', outputShape: [32], parameters: 0, macs: 0 },
      { depth: 0, label: 'dense 3, softmax', outputShape: [3], parameters: 99, macs: 96 },
    ]);
  });

  it('nest the layers of a residual and of its shortcut', () => {
    const shortcut: Residual = { ...block, body: [conv(3, 3, 'same')], shortcut: [conv(3, 1, 'same')] };
    expect(rows([shortcut]).map(({ depth, label }) => [depth, label])).toEqual([
      [0, 'residual block with a shortcut'],
      [1, 'convolution 3 x 3, 3 filters, same, relu'],
      [1, 'on the shortcut:'],
      [2, 'convolution 1 x 1, 3 filters, same, relu'],
    ]);
  });

  it('list a repeated block once', () => {
    const norm: Layer = { kind: 'layer-norm', epsilon: 1e-5 };
    expect(rows([block, norm, block, norm, flatten]).map(({ depth, label }) => [depth, label])).toEqual([
      [0, '2 times in a row, each:'],
      [1, 'residual block'],
      [2, 'convolution 3 x 3, 2 filters, same, relu'],
      [1, 'layer normalization'],
      [0, 'flatten'],
    ]);
  });

  it('do not merge blocks of different sizes', () => {
    const wider: Residual = { ...block, body: [conv(2, 1, 'same')] };
    expect(rows([block, wider]).filter(({ label }) => label.includes('times'))).toEqual([]);
  });

  it.each(models.map((model) => [model.id, model] as const))(
    'of %s add up to its parameter count',
    (_, model) => {
      let times = 1;
      let sum = 0;
      for (const { depth, label, parameters } of netRows(model)) {
        if (depth === 0) times = Number(/^(\d+) times/.exec(label)?.[1] ?? 1);
        if (depth === (times === 1 ? 0 : 1)) sum += times * (parameters ?? 0);
      }
      expect(sum).toBe(parameterCount(model));
    },
  );
});
