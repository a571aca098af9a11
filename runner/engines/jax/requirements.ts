/** @file The requirements of JAX. Pure. */
import {
  CUDA_12_DRIVER,
  CUDA_13_DRIVER,
  NUMPY,
  type Platform,
  type Requirements,
  usual,
} from '../python/environment/requirements.ts';

const VERSION = '0.10.2';

/** PyPI has the CUDA plugins, which exist for Linux only. */
export function requirements({ system, nvidiaDriver }: Platform): Requirements {
  const built = (extra: string, download: string, note: string | null = null): Requirements => ({
    ...usual,
    packages: [`jax${extra}==${VERSION}`, `jaxlib==${VERSION}`, NUMPY],
    download,
    gpu: extra !== '',
    note,
  });
  if (system === 'darwin') {
    const note = 'JAX computes on the CPU only: jax-metal, its plugin for Metal, is no longer maintained';
    return built('', '150 MB', note);
  }
  if (nvidiaDriver === null) return built('', '150 MB');
  if (system === 'win32') {
    return built('', '150 MB', 'JAX for Windows computes on the CPU only; in WSL it uses an NVIDIA GPU');
  }
  if (nvidiaDriver >= CUDA_13_DRIVER) return built('[cuda13]', '2.5 GB');
  const newer = `driver ${CUDA_13_DRIVER} or newer (found ${nvidiaDriver})`;
  return nvidiaDriver >= CUDA_12_DRIVER
    ? built('[cuda12]', '2.5 GB', `installing the CUDA 12 build, because CUDA 13 needs ${newer}`)
    : built('', '150 MB', `installing the CPU build, because CUDA needs ${newer}`);
}
