/** @file Chooses the llama.cpp to use: that of the variable, node-llama-cpp, or a llama-bench on the PATH. */
import { findModule } from './native/package.ts';
import { findLlamaBench, isNamed } from './tool/llama-bench.ts';

export type Source = { kind: 'tool'; path: string } | { kind: 'library' };

export function findSource(): Source | null {
  const path = findLlamaBench();
  if (path !== null && isNamed()) return { kind: 'tool', path };
  if (findModule() !== null) return { kind: 'library' };
  return path === null ? null : { kind: 'tool', path };
}
