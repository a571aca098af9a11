/** @file What is installed for PyTorch. Pure. */
import {
  CUDA_12_DRIVER,
  CUDA_13_DRIVER,
  NUMPY,
  type Platform,
  type Requirements,
  usual,
} from '../python/environment/requirements.ts';

const torchIndex = (build: string): string => `https://download.pytorch.org/whl/${build}`;

/** PyPI has the builds for Metal, for Windows without CUDA and for Linux with CUDA 13; the rest is in PyTorch's own index. */
export function requirements({ system, nvidiaDriver }: Platform): Requirements {
  const built = (build: string, download: string, note: string | null = null): Requirements => ({
    ...usual,
    packages: [`torch==2.13.0+${build}`, NUMPY],
    index: torchIndex(build),
    download,
    note,
  });
  const stock = (download: string): Requirements => ({
    ...usual,
    packages: ['torch==2.13.0', NUMPY],
    download,
  });
  if (system === 'darwin') return stock('100 MB');
  if (nvidiaDriver === null) return system === 'win32' ? stock('150 MB') : built('cpu', '200 MB');
  if (nvidiaDriver >= CUDA_13_DRIVER) {
    return system === 'win32' ? built('cu130', '2.5 GB') : stock('2.5 GB');
  }
  const newer = `a driver from ${CUDA_13_DRIVER} on (this is ${nvidiaDriver})`;
  return nvidiaDriver >= CUDA_12_DRIVER
    ? built('cu126', '2.5 GB', `CUDA 12.6 is taken, as CUDA 13 needs ${newer}`)
    : built('cpu', '200 MB', `the build for the CPU is taken, as CUDA needs ${newer}`);
}
