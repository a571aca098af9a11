/** @file Which llama.cpp is used: a llama-bench that was named, else node-llama-cpp, else a llama-bench on the PATH. */
import { findModule } from './native/package.ts';
import { findLlamaBench, isNamed } from './tool/llama-bench.ts';

export type Source = { kind: 'tool'; path: string } | { kind: 'library' };

export function findSource(): Source | null {
  const path = findLlamaBench();
  if (path !== null && isNamed()) return { kind: 'tool', path };
  if (findModule() !== null) return { kind: 'library' };
  return path === null ? null : { kind: 'tool', path };
}
