/** @file A language model that processes a prompt (pp512 of llama-bench) and generates tokens (tg128). */
import { bits, NOISE_STREAM, streamKey } from '../models/generator.ts';
import type { LanguageModelWorkload } from './workload.ts';

export const workload: LanguageModelWorkload = {
  kind: 'llm',
  id: 'llm',
  modes: ['prompt', 'generate'],
  // There is no naive recipe: the tutorials of all engines already run a language model as fast as possible.
  recipes: ['optimized'],
  dtypes: ['quantized', 'float32', 'float16', 'bfloat16'],
  firstPreset: 'quick',
  priority: 10,
  tokens: { prompt: 512, generate: 128 },
};

/**
 * The tokens of a prompt, or of a generation. They are fixed by the seed, because the speed does not depend on them.
 */
export function traceTokens(seed: number, vocabulary: number, length: number): number[] {
  const key = streamKey(seed, NOISE_STREAM);
  return Array.from({ length }, (_, i) => bits(key, i) % vocabulary);
}
