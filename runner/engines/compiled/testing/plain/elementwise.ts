/** @file Operations on single elements as plain loops. */
import type { Elementwise } from '../../graph/operation.ts';
import { type Finish, readOperand } from './epilogue.ts';
import type { Memory } from './memory.ts';

export function runElementwise(operation: Elementwise, memory: Memory, finish: Finish): void {
  const input = readOperand(operation.input, memory);
  const out = memory.of(operation.out);
  for (let i = 0; i < out.length; i++) out[i] = finish(input(i), i);
}
