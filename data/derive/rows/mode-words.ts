/** @file The names of modes for readers. Pure. */
import type { Mode } from '../../contract/words.ts';

export const modeWords: Record<Mode, string> = {
  train: 'training',
  infer: 'inference',
  op: 'operation',
  converge: 'training to a target',
  prompt: 'reading a prompt',
  generate: 'generating',
};
