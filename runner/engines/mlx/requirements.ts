/** @file The requirements of MLX. Pure. */
import type { Missing } from '../../protocol/engine.ts';
import {
  CUDA_13_DRIVER,
  NUMPY,
  type Platform,
  type Requirements,
  USE_ANOTHER,
  usual,
} from '../python/environment/requirements.ts';

/** MLX requires a newer driver than CUDA 12 itself. */
const MLX_CUDA_12_DRIVER = 550;

/** @param more Packages in addition to MLX. */
export function requirements(
  { system, nvidiaDriver }: Platform,
  more: readonly string[] = [],
): Requirements | Missing {
  if (system === 'win32') return { reason: 'MLX runs on Apple silicon and Linux only', remedy: USE_ANOTHER };
  const backed = (extra: string, download: string, note: string | null = null): Requirements => ({
    ...usual,
    packages: [`mlx${extra}==0.32.4`, ...more, NUMPY],
    download,
    gpu: extra !== '[cpu]',
    note,
  });
  if (system === 'darwin') return backed('', '50 MB');
  if (nvidiaDriver === null) return backed('[cpu]', '50 MB');
  if (nvidiaDriver >= CUDA_13_DRIVER) return backed('[cuda13]', '2 GB');
  if (nvidiaDriver >= MLX_CUDA_12_DRIVER) return backed('[cuda12]', '2 GB');
  const note = `installing the CPU build, because CUDA needs driver ${MLX_CUDA_12_DRIVER} or newer (found ${nvidiaDriver})`;
  return backed('[cpu]', '50 MB', note);
}
