/** @file The requirements of PyTorch. Pure. */
import {
  CUDA_12_DRIVER,
  CUDA_13_DRIVER,
  NUMPY,
  type Platform,
  type Requirements,
  usual,
} from '../python/environment/requirements.ts';

const torchIndex = (build: string): string => `https://download.pytorch.org/whl/${build}`;

/** PyPI has the builds for Metal, Windows without CUDA and Linux with CUDA 13; PyTorch's own index has the others. */
export function requirements({ system, nvidiaDriver }: Platform): Requirements {
  const built = (build: string, download: string, note: string | null = null): Requirements => ({
    ...usual,
    packages: [`torch==2.13.0+${build}`, NUMPY],
    index: torchIndex(build),
    download,
    gpu: build !== 'cpu',
    note,
  });
  const stock = (download: string): Requirements => ({
    ...usual,
    packages: ['torch==2.13.0', NUMPY],
    download,
    gpu: system !== 'win32',
  });
  if (system === 'darwin') return stock('100 MB');
  if (nvidiaDriver === null) return system === 'win32' ? stock('150 MB') : built('cpu', '200 MB');
  if (nvidiaDriver >= CUDA_13_DRIVER) {
    return system === 'win32' ? built('cu130', '2.5 GB') : stock('2.5 GB');
  }
  const newer = `driver ${CUDA_13_DRIVER} or newer (found ${nvidiaDriver})`;
  return nvidiaDriver >= CUDA_12_DRIVER
    ? built('cu126', '2.5 GB', `installing the CUDA 12.6 build, because CUDA 13 needs ${newer}`)
    : built('cpu', '200 MB', `installing the CPU build, because CUDA needs ${newer}`);
}
