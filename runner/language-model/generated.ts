/** @file The generated models with the size and hash of each file. */
import type { ModelFile } from './model.ts';
import { type Format, parametersOf, qwen25Half } from './shape.ts';

/** `general.name` in the files. */
export const GENERATED_NAME = 'Qwen2.5-0.5B shape, random weights';

const generated = (format: Format, quantization: string, bytes: number, sha256: string): ModelFile => ({
  facts: {
    name: GENERATED_NAME,
    quantization,
    parameters: parametersOf(qwen25Half),
    activeParameters: null,
    bytes,
    sha256,
    generated: true,
  },
  dtype: 'quantized',
  source: { format },
});

/** Size and hash of the output of `modelBytes`; `generate.test.ts` verifies one of them. */
export const generatedModels: Record<Format, ModelFile> = {
  q4_0: generated(
    'q4_0',
    'Q4_0',
    281_538_848,
    'd30dad8301bc7a0281e6a37811535a109bc7549e71814ebcb6b4ef9ef456a726',
  ),
  q8_0: generated(
    'q8_0',
    'Q8_0',
    528_519_456,
    '860bdc145035253ef1d91666bb2c9f93a48d37e1be7773fe2c207703545410d8',
  ),
};
