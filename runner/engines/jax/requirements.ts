/** @file What is installed for JAX. Pure. */
import {
  CUDA_12_DRIVER,
  CUDA_13_DRIVER,
  NUMPY,
  type Platform,
  type Requirements,
  usual,
} from '../python/environment/requirements.ts';

const VERSION = '0.10.2';

/** PyPI has the plugins for CUDA, which exist for Linux alone. */
export function requirements({ system, nvidiaDriver }: Platform): Requirements {
  const built = (extra: string, download: string, note: string | null = null): Requirements => ({
    ...usual,
    packages: [`jax${extra}==${VERSION}`, `jaxlib==${VERSION}`, NUMPY],
    download,
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
  const newer = `a driver from ${CUDA_13_DRIVER} on (this is ${nvidiaDriver})`;
  return nvidiaDriver >= CUDA_12_DRIVER
    ? built('[cuda12]', '2.5 GB', `CUDA 12 is taken, as CUDA 13 needs ${newer}`)
    : built('', '150 MB', `the build for the CPU is taken, as CUDA needs ${newer}`);
}
