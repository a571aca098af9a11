/** @file A language model as the plan knows it: the facts of its file, wherever that is. */
import type { LanguageModel } from '../../data/contract/cell.ts';
import type { DType } from '../../data/contract/words.ts';
import type { Format } from './shape.ts';

export interface ModelFile {
  /** All of a cell's `languageModel` that is true of the file itself. */
  facts: Omit<LanguageModel, 'gpuLayers'>;
  dtype: DType;
  /** Where it is: a file that was named, or the format of one that the runner makes. */
  source: { path: string } | { format: Format };
}

/** What the arithmetic of a quantization is called in a cell. */
export function dtypeOf(quantization: string): DType {
  switch (quantization) {
    case 'F32':
      return 'float32';
    case 'F16':
      return 'float16';
    case 'BF16':
      return 'bfloat16';
    default:
      return 'quantized';
  }
}
