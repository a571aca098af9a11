import { describe, expect, it } from 'vitest';
import { exampleLanguageModel, sampleRow } from '../testing/sample-rows.ts';
import type { NamedRow } from './named-row.ts';
import { panelHeadings } from './panel-heading.ts';

const panel = (...rows: Partial<NamedRow>[]) => ({
  ranked: true,
  rows: rows.map((changes) => ({ entry: sampleRow(changes) })),
});
const measured = { provenance: 'measured', recipe: 'optimized', batchSize: 256 } as const;
const keyOf = (...rest: string[]) =>
  ['suite-1', 'w', 'train', 'm', 'optimized', 'float32', ...rest].join(' | ');

describe('the heading of a panel', () => {
  it.each<[string, Partial<NamedRow>]>([
    ['Beginner’s code, published by others', {}],
    ['Optimized code, bfloat16, batch 256, measured by Trainmark', { ...measured, dtype: 'bfloat16' }],
    ['Optimized code, TF32, batch 256, measured by Trainmark', { ...measured, dtype: 'tf32' }],
    [
      'Latency of one sample: optimized code, measured by Trainmark',
      { ...measured, mode: 'infer', metric: 'latencyMs', metricTitle: 'Latency of one sample', batchSize: 1 },
    ],
    [
      'Samples per second at the best batch: optimized code, measured by Trainmark',
      {
        ...measured,
        mode: 'infer',
        metric: 'peakSamplesPerSecond',
        metricTitle: 'Samples per second at the best batch',
        comparisonKey: keyOf('best batch'),
      },
    ],
    [
      'Optimized code, 4096 x 4096, measured by Trainmark',
      { ...measured, mode: 'op', batchSize: null, size: 4096 },
    ],
    [
      'Optimized code, batch 8, 1,024 tokens, measured by Trainmark',
      { ...measured, mode: 'op', batchSize: 8, sequenceLength: 1024 },
    ],
    [
      'Optimized code, batch 256, generated data, measured by Trainmark',
      { ...measured, mode: 'converge', comparisonKey: keyOf('batch 256', 'generated data') },
    ],
    [
      'Qwen2.5-0.5B shape, random weights, Q4_0, optimized code, 128 tokens, measured by Trainmark',
      {
        ...measured,
        mode: 'generate',
        dtype: 'quantized',
        batchSize: null,
        sequenceLength: 128,
        languageModel: exampleLanguageModel,
      },
    ],
  ])('%s', (heading, changes) => {
    expect(panelHeadings([panel(changes, changes)])).toEqual([heading]);
  });

  it('leaves out what the rows do not share', () => {
    expect(panelHeadings([panel(measured, { ...measured, dtype: 'bfloat16', batchSize: 128 })])).toEqual([
      'Optimized code, measured by Trainmark',
    ]);
  });

  it('names the origin of measured rows beside a quick test, which says its own', () => {
    expect(panelHeadings([panel({ ...measured, provenance: 'quick-test' }, measured)])).toEqual([
      'Optimized code, batch 256, measured by Trainmark',
    ]);
    expect(panelHeadings([panel({}, { provenance: 'measured' })])).toEqual(['Beginner’s code']);
  });

  it('says more where two would be equal', () => {
    expect(panelHeadings([panel({}), panel({ batchSize: 64 }), panel(measured)])).toEqual([
      'Beginner’s code, float32, batch 128, published by others',
      'Beginner’s code, float32, batch 64, published by others',
      'Optimized code, batch 256, measured by Trainmark',
    ]);
  });

  it('says that rows with different settings are not ranked', () => {
    expect(
      panelHeadings([
        { ...panel({}, measured), ranked: false },
        { ranked: true, rows: [] },
      ]),
    ).toEqual(['One row each, with different settings', '']);
  });
});
