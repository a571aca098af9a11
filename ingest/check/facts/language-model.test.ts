import { describe, expect, it } from 'vitest';
import { rules } from '../../../data/catalogue/rules.ts';
import type { Cell, LanguageModel } from '../../../data/contract/cell.ts';
import { checkedFactsOf } from '../../testing/check-samples.ts';
import { llm, smallModel } from '../../testing/mode-samples.ts';
import { changed, gpu, submission } from '../../testing/samples.ts';

const run = (...args: Parameters<typeof llm>) => checkedFactsOf(submission([llm(...args)]));
const rtx = { ...gpu, name: 'NVIDIA GeForce RTX 3090' };

describe('P5, tokens against the memory bandwidth', () => {
  // The i7-8700 reads 41.6 GB/s, 1.05 times that are 157 tokens/s of 278 MB; the RTX 3090 936.2 GB/s, 3,536 tokens/s.
  it.each([
    [156, {}, [], false],
    [159, {}, ['p5-too-fast'], true],
    [3500, { device: rtx }, [], false],
    [3600, { device: rtx }, ['p5-too-fast'], true],
  ])('%s generated tokens/s on %j: flags %j, withheld %s', (perSecond, change, flags, held) => {
    const facts = run('generate', perSecond, change);
    expect(facts.flags).toEqual(flags);
    expect(facts.withheld !== null).toBe(held);
  });

  it('gives the bandwidth of the value and of the device', () => {
    const { texts } = run('generate', 200);
    expect(texts).toEqual([
      expect.stringMatching(
        /^\d{3}\.\d tokens\/s would read 5\d\.\d GB\/s of weights, 1\.3\d times the memory bandwidth of Intel Core i7-8700\.$/,
      ),
    ]);
  });

  it('counts only the active experts, and only flags partly offloaded models and unverified bandwidths', () => {
    const half: Partial<LanguageModel> = { activeParameters: smallModel.parameters / 2 };
    expect(run('generate', 250, {}, half).flags).toEqual([]);
    expect(run('generate', 350, {}, half).withheld).not.toBeNull();
    const some = run('generate', 4000, { device: rtx }, { gpuLayers: 12 });
    expect(some).toMatchObject({ flags: ['p5-too-fast'], withheld: null });
    const unsure = run('generate', 9000, { device: gpu });
    expect(unsure).toMatchObject({ flags: ['p5-too-fast'], withheld: null });
  });
});

describe('a language model', () => {
  it.each([
    [{ bytes: 1 }, /1 bytes for \d+ parameters are \S+ bits each, not 1 to 40; measure again/],
    [{ bytes: 2 ** 50 }, /bits each, not 1 to 40/],
    [{ activeParameters: 2 ** 50 }, /parameters are active, more than the \d+ of the model/],
    [{ activeParameters: 1 }, /only 1 of \d+ parameters are active/],
    [{ sha256: rules.languageModels[0]!, generated: false }, /runner generates, but "generated" is false/],
    [
      { sha256: rules.languageModels[0]!, generated: true, parameters: 500_000_000 },
      /the model that the runner generates has 494032768 parameters, not 500000000/,
    ],
  ])('cannot be %j', (model, text) => {
    const { reject } = run('generate', 100, {}, model);
    expect(reject.filter((one) => one.includes('language-model'))).toEqual([expect.stringMatching(text)]);
  });
});

describe('P5, tokens of a prompt against the arithmetic', () => {
  // A token takes 0.988 GFLOP. The RTX 3090 does 71.2 TFLOP/s in half precision, 1.35 times that are 97,280 tokens/s.
  it.each([
    ['float16', 95_000, [], false],
    ['float16', 99_000, ['p5-too-fast'], true],
    ['quantized', 99_000, [], false],
    ['quantized', 395_000, ['p5-too-fast'], true],
  ] as const)('%s, %s tokens/s: flags %j, withheld %s', (dtype, perSecond, flags, held) => {
    const facts = run('prompt', perSecond, { dtype, device: rtx });
    expect(facts.flags).toEqual(flags);
    expect(facts.withheld !== null).toBe(held);
  });

  it('compares a CPU with its float32 peak, and quantized models with four times the peak', () => {
    expect(run('prompt', 1100, { dtype: 'float32' }).flags).toEqual([]);
    expect(run('prompt', 1300, { dtype: 'float32' }).flags).toEqual(['p5-too-fast']);
    expect(run('prompt', 4700).flags).toEqual([]);
    expect(run('prompt', 5000).flags).toEqual(['p5-too-fast']);
  });
});

describe('the language model of a cell', () => {
  it('is rejected if a sample covers a different number of tokens than the cell', () => {
    const result = llm('generate', 50);
    const other = changed(result, ({ repetitions }) => ({
      repetitions: repetitions.map((one) => ({ ...one, itemsPerSample: 127 })),
    }));
    expect(checkedFactsOf(submission([other])).reject).toEqual([
      'results.0: one sample covers 127 tokens, not the 128 of the cell; measure again (p5-tokens)',
    ]);
  });

  it.each([
    [{}, { gpuLayers: null }, 'a CPU computes all layers, but the cell puts all on a GPU; measure again'],
    [{}, { gpuLayers: 3 }, 'a CPU computes all layers, but the cell puts 3 on a GPU; measure again'],
    [{ device: gpu }, { gpuLayers: 0 }, 'a GPU that computes no layer is not the device; measure again'],
  ] as [Partial<Cell>, Partial<LanguageModel>, string][])(
    'is rejected if device and layers contradict each other: %j %j',
    (change, model, text) => {
      expect(run('generate', 50, change, model).reject).toEqual([`results.0: ${text} (p11-device)`]);
    },
  );

  it('is flagged if its file is larger than the memory used', () => {
    const using = (bytes: number, ...args: Parameters<typeof llm>) =>
      checkedFactsOf(
        submission([
          changed(llm(...args), () => ({
            peakMemory: { bytes, method: args[2]?.device === undefined ? 'rss-peak' : 'gpu-allocated' },
          })),
        ]),
      ).flags;
    expect(using(278_000_000, 'generate', 50)).toEqual([]);
    expect(using(277_000_000, 'generate', 50)).toEqual(['p7-memory']);
    const onGpu = { device: gpu };
    expect(using(170_000_000, 'generate', 50, onGpu)).toEqual([]);
    expect(using(160_000_000, 'generate', 50, onGpu)).toEqual(['p7-memory']);
    expect(using(100_000_000, 'generate', 50, onGpu, { gpuLayers: 12 })).toEqual([]);
  });
});
