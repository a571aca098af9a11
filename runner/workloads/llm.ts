/** @file A language model that reads a prompt (pp512 of llama-bench) and writes token after token (tg128). */
import { bits, NOISE_STREAM, streamKey } from '../models/generator.ts';
import type { LanguageModelWorkload } from './workload.ts';

export const workload: LanguageModelWorkload = {
  kind: 'llm',
  id: 'llm',
  modes: ['prompt', 'generate'],
  // No engine has a tutorial that differs: they all run a language model as fast as they can.
  recipes: ['optimized'],
  dtypes: ['quantized', 'float32', 'float16', 'bfloat16'],
  firstPreset: 'quick',
  priority: 10,
  tokens: { prompt: 512, generate: 128 },
};

/**
 * The tokens of a prompt, or those that follow one another in a generation: fixed, because neither speed nor a fair
 * comparison depends on which ones they are.
 */
export function traceTokens(seed: number, vocabulary: number, length: number): number[] {
  const key = streamKey(seed, NOISE_STREAM);
  return Array.from({ length }, (_, i) => bits(key, i) % vocabulary);
}
