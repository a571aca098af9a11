import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../../../data/contract/cell.ts';
import { sampleCell } from '../../../data/testing/sample-cell.ts';
import { exactly, runInWorker, withEngine } from '../../../tests/engines.ts';
import { modelWeights } from '../../models/shapes.ts';
import { PROTOCOL_VERSION } from '../../protocol/messages.ts';
import { shortDeit } from '../../testing/short-deit.ts';
import { nets } from '../../testing/tiny-nets.ts';
import { trainingGraph } from '../compiled/compile.ts';
import { BATCH, train } from '../compiled/testing/nets/trainer.ts';
import { askPython, findPython } from '../python/testing/ask-python.ts';
import { findEdits } from '../python/testing/edits.ts';
import { engine as mlx } from './engine.ts';

const FILE = join(import.meta.dirname, 'fixtures.py');

/** A Python that has MLX, which `withEngine` has verified. */
const ask = (what: string, values: object) =>
  askPython(findPython('mlx') as string, FILE, { do: what, with: values });

await withEngine('mlx', (working) => {
  const { device } = working;
  const cellOf = (chosen: Partial<Cell>): Cell =>
    sampleCell({ workload: 'fashion-cnn', engine: 'mlx', device, ...chosen });

  describe('a repetition through the protocol', () => {
    const product = { workload: 'matmul', mode: 'op', size: 96 } as const;
    const attention = { workload: 'attention', mode: 'op', batchSize: 2, sequenceLength: 32 } as const;
    test.each<[string, Partial<Cell>, object]>([
      ['a naive product', { ...product, recipe: 'naive' }, { matmulBits: 24, convolutionBits: 24 }],
      ['an optimized product', product, { matmulBits: 24 }],
      ['a product in bfloat16', { ...product, dtype: 'bfloat16' }, { matmulBits: 8, convolutionBits: 8 }],
      ['a product in float16', { ...product, dtype: 'float16' }, { matmulBits: 11, convolutionBits: 11 }],
      ['naive attention', { ...attention, recipe: 'naive' }, { layout: 'NHWC' }],
      ['fused attention', attention, { layout: 'NHWC' }],
      ['attention inference', { ...attention, mode: 'infer' }, { compiled: device.kind === 'gpu' }],
      ['a naive training', { workload: 'fashion-cnn', recipe: 'naive', batchSize: 2 }, { compiled: false }],
    ])('%s passes its check', async (_, chosen, observed) => {
      const attempt = await runInWorker(working, chosen, { timing: exactly(2) });
      expect(attempt).toMatchObject({
        status: 'ok',
        result: { check: { passed: true }, observed, repetition: { samplesNs: { length: 2 } } },
      });
    });
  });

  describe('the check fails for deliberate faults', () => {
    test.each<[string, string, Partial<Cell>]>([
      ['padding on the wrong side', 'border', { batchSize: 2, recipe: 'naive' }],
      ['the RMSprop of MLX', 'optimizer', { batchSize: 2 }],
      [
        'scores without division',
        'attention',
        { workload: 'attention', mode: 'op', batchSize: 1, sequenceLength: 16 },
      ],
    ])('%s', async (_, breaks, chosen) => {
      const request = {
        type: 'run' as const,
        protocol: PROTOCOL_VERSION as typeof PROTOCOL_VERSION,
        runIndex: 0,
        seed: 42,
        cell: cellOf(chosen),
        timing: exactly(1),
        convergence: null,
        modelFile: null,
      };
      const result = await ask('result', { request: { ...request, ...mlx.brief(request) }, breaks });
      expect(result).toMatchObject({ type: 'result', check: { passed: false } });
    });
  });

  findEdits(working);

  describe('steps of a small net', () => {
    const adam = { kind: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
    const stepsOf = async (at: number, dtype: string, compiled: boolean, scale: number | null = null) => {
      const model = nets[at]![1];
      const net = { ...model, weights: modelWeights(model) };
      const found = await ask('steps', { net, rule: adam, dtype, compiled, scale });
      return found as { checked: number[]; dropped: number[]; outputs: number[][]; moved: number };
    };

    test('a gradient that overflows in float16 skips the step', async () => {
      const { checked, moved } = await stepsOf(1, 'float16', false, 1e30);
      expect(moved).toBe(0);
      expect(checked[2]).toBe(checked[0]);
      expect((await stepsOf(1, 'float16', false)).moved).toBeGreaterThan(1e-4);
    });

    test('dropout differs from step to step', async () => {
      const { checked, dropped } = await stepsOf(1, 'float32', false);
      expect(checked[2]).toBeLessThan(checked[0]!);
      expect(dropped[0]).not.toBe(checked[0]);
    });

    // Instead of deit-small in conformance.ts, which takes minutes on a CPU with the BLAS of MLX.
    test('deit-small with one encoder layer has the losses of float64', async () => {
      const net = { ...shortDeit, weights: modelWeights(shortDeit) };
      const plan = { rule: shortDeit.optimizer, dtype: 'float32', compiled: false, scale: null };
      const { checked } = (await ask('steps', { net, ...plan, samples: BATCH })) as { checked: number[] };
      const limits = { bindingBytes: 2 ** 27, bindings: 8, half: false };
      const graph = trainingGraph(shortDeit, BATCH, { type: 'float32', recipe: 'naive', limits });
      const { losses } = train(graph, shortDeit, 3, { dropout: false });
      for (const [step, loss] of losses.entries()) expect(checked[step]! / loss).toBeCloseTo(1, 5);
    });

    // One net has running averages, the other has dropout: a compiled step captures both.
    test.for(nets.slice(0, 2).map(([name], at) => [name, at] as const))(
      '%s: compiled steps equal plain ones',
      async ([, at], { skip }) => {
        if ((await ask('compiles', {})) !== true)
          skip('MLX needs a C++ compiler to compile on a CPU; none was found');
        const plain = await stepsOf(at, 'float32', false);
        const compiled = await stepsOf(at, 'float32', true);
        const values = ({ checked, dropped, outputs }: typeof plain) => [
          ...checked,
          ...dropped,
          ...outputs.flat(),
        ];
        const expected = values(plain);
        for (const [i, value] of values(compiled).entries()) expect(value).toBeCloseTo(expected[i]!, 3);
      },
    );
  });
});
