/**
 * @file A fast BLAS for MLX. Its build for Linux without a GPU comes with the reference BLAS, which computes one or two
 * billion multiply-adds per second; OpenBLAS computes thirty. Only tests of large nets load it, so that small nets and
 * products show what users get.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../runner/protocol/engine.ts';
import { apt } from './apt.ts';

const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
/** Where Debian, and where Fedora, Arch and openSUSE keep it. */
const libraries = [`/usr/lib/${machine}-linux-gnu`, '/usr/lib64', '/usr/lib'].map((folder) =>
  join(folder, 'libopenblas.so.0'),
);

/** The system's OpenBLAS, or null; other systems than Linux have a fast BLAS of their own. */
export const findBlas = (): string | null =>
  process.platform === 'linux' ? (libraries.find((path) => existsSync(path)) ?? null) : null;

/** Installs OpenBLAS with apt-get. If that fails, logs it, and large nets on MLX take minutes. */
export function prepareBlas(): void {
  if (process.platform !== 'linux' || findBlas() !== null) return;
  console.log('Installing OpenBLAS for MLX, once');
  apt('update');
  apt('install', '--no-install-recommends', 'libopenblas0-pthread');
  if (findBlas() === null) console.log('OpenBLAS could not be installed; MLX computes with its own BLAS');
}

/** The engine, whose worker computes with that BLAS. */
export function withBlas(engine: Engine, library: string): Engine {
  const worker: Engine['worker'] = () => {
    const found = engine.worker();
    if ('reason' in found) return found;
    const environment = { ...found.environment, LD_PRELOAD: library, OPENBLAS_NUM_THREADS: '1' };
    return { ...found, environment };
  };
  return { ...engine, worker };
}
