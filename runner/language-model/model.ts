/** @file A language model as planning sees it: the facts of its file and where the file comes from. */
import type { LanguageModel } from '../../data/contract/cell.ts';
import type { DType } from '../../data/contract/words.ts';
import type { Format } from './shape.ts';

export interface ModelFile {
  /** The fields of a cell's `languageModel` that depend on the file alone. */
  facts: Omit<LanguageModel, 'gpuLayers'>;
  dtype: DType;
  /** The path given with --model, or the format of a generated model. */
  source: { path: string } | { format: Format };
}

/** The dtype of a cell for a quantization. */
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
