import { describe, expect, it } from 'vitest';
import type { LanguageModel } from '../../data/contract/cell.ts';
import { exampleLanguageModel, sampleRow } from '../testing/sample-rows.ts';
import { toPanels } from './compare.ts';
import { headline } from './headline.ts';
import { modelFacts, modelSettings } from './language-model.ts';

const model: LanguageModel = { ...exampleLanguageModel, sha256: 'c0ffee12'.padEnd(64, '0') };
const gpu = sampleRow().device;
const cpu = { ...gpu, kind: 'cpu', api: 'none' } as const;
const facts = (
  change: Partial<LanguageModel>,
  device: typeof gpu | typeof cpu = gpu,
  mode: 'prompt' | 'generate' = 'generate',
) => Object.fromEntries(modelFacts({ mode, device, value: 100, languageModel: { ...model, ...change } }));

const row = (id: string, change: Partial<LanguageModel> = {}, device: typeof gpu | typeof cpu = gpu) =>
  sampleRow({
    id,
    workload: 'llm',
    mode: 'generate',
    metric: 'tokensPerSecond',
    unit: 'tokens/s',
    higherIsBetter: true,
    recipe: 'optimized',
    dtype: 'quantized',
    batchSize: null,
    sequenceLength: 128,
    languageModel: { ...model, ...change },
    device,
    provenance: 'measured',
    speedup: null,
    baselineValue: null,
    value: 100,
    comparisonKey: `suite-1 | llm | generate | tokensPerSecond | optimized | quantized | length 128 | sha256 ${change.sha256 ?? model.sha256}`,
  });

describe('the facts of a model', () => {
  it('are its name, size and origin, the file by a short hash, and what a token reads', () => {
    expect(facts({})).toEqual({
      'Language model':
        'Qwen2.5-0.5B shape, random weights, Q4_0, 494 million parameters. Made by the runner with random weights: right for speed, of no other use',
      'Model file': '278 MB, SHA-256 c0ffee12…',
      Layers: 'all on the GPU',
      'Weights read': '27.8 GB/s: 278 MB for each token',
    });
    expect(facts({}, gpu, 'prompt')).not.toHaveProperty('Weights read');
  });

  it('describe experts, and where the layers were computed', () => {
    const mixture = {
      name: 'Mixture',
      generated: false,
      parameters: 30e9,
      activeParameters: 3e9,
      bytes: 18e9,
    };
    expect(facts(mixture)).toMatchObject({
      'Language model': 'Mixture, Q4_0, 30 billion parameters (3 billion for each token)',
      'Weights read': '180 GB/s: 1.8 GB for each token',
    });
    expect(facts({ gpuLayers: 12 }).Layers).toBe('12 on the GPU, the others on the CPU');
    expect(facts({ gpuLayers: 0 }, cpu).Layers).toBe('all on the CPU');
  });

  it('are none where a row runs no model', () => {
    expect(modelFacts(sampleRow())).toEqual([]);
    expect(modelSettings(sampleRow())).toEqual([]);
  });
});

describe('a panel of one file', () => {
  it('names the model first, and layers only of the row that has some of them on the GPU', () => {
    const rows = [row('all'), row('some', { gpuLayers: 12 }), row('none', { gpuLayers: 0 }, cpu)];
    const [panel, ...others] = toPanels(rows, null);
    expect(others).toEqual([]);
    expect(panel!.title).toBe(
      'Qwen2.5-0.5B shape, random weights, Q4_0 · SHA-256 c0ffee12… · optimized · 128 tokens · measured',
    );
    expect(modelSettings(rows[1]!)).toContain('12 layers on the GPU');
    expect(headline(panel, 'Language model', 'i7-8700')).toContain(
      'Language model, Qwen2.5-0.5B shape, random weights, Q4_0, ',
    );
  });

  it('never holds two files', () => {
    const two = { sha256: 'd'.repeat(64) };
    const panels = toPanels([row('a'), row('b'), row('c', two), row('d', two)], null);
    expect(panels.map(({ rows }) => rows.length)).toEqual([2, 2]);
  });
});
