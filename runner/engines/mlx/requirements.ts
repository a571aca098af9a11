/** @file What is installed for MLX. Pure. */
import type { Missing } from '../../protocol/engine.ts';
import {
  CUDA_13_DRIVER,
  NUMPY,
  type Platform,
  type Requirements,
  USE_ANOTHER,
  usual,
} from '../python/environment/requirements.ts';

/** MLX names a later one than CUDA 12 itself. */
const MLX_CUDA_12_DRIVER = 550;

/** @param more Packages beside MLX. */
export function requirements(
  { system, nvidiaDriver }: Platform,
  more: readonly string[] = [],
): Requirements | Missing {
  if (system === 'win32') return { reason: 'MLX runs on Apple silicon and Linux only', remedy: USE_ANOTHER };
  const backed = (extra: string, download: string, note: string | null = null): Requirements => ({
    ...usual,
    packages: [`mlx${extra}==0.32.4`, ...more, NUMPY],
    download,
    note,
  });
  if (system === 'darwin') return backed('', '50 MB');
  if (nvidiaDriver === null) return backed('[cpu]', '50 MB');
  if (nvidiaDriver >= CUDA_13_DRIVER) return backed('[cuda13]', '2 GB');
  if (nvidiaDriver >= MLX_CUDA_12_DRIVER) return backed('[cuda12]', '2 GB');
  const note = `the build for the CPU is taken, as CUDA needs a driver from ${MLX_CUDA_12_DRIVER} on (this is ${nvidiaDriver})`;
  return backed('[cpu]', '50 MB', note);
}
