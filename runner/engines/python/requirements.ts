/** @file What is installed for each engine in Python, pinned, on which Python and for which machine. Pure. */
import type { Missing } from '../../protocol/engine.ts';
import type { PythonEngineId } from './environment.ts';

/** A machine, as far as it decides what is installed. */
export interface Platform {
  system: NodeJS.Platform;
  arch: string;
  /** Major version of NVIDIA's driver; null where there is no such GPU. */
  nvidiaDriver: number | null;
}

export type PythonVersion = readonly [major: number, minor: number];

export interface Requirements {
  packages: readonly string[];
  /** Index beside the usual one; null where that has everything. */
  index: string | null;
  oldest: PythonVersion;
  newest: PythonVersion;
  /** To be downloaded, in words. */
  download: string;
  /** What the person should know; null where nothing is out of the ordinary. */
  note: string | null;
}

/** CUDA 13 needs this driver or a newer one, CUDA 12 the other (NVIDIA's table of minor version compatibility). */
const CUDA_13_DRIVER = 580;
const CUDA_12_DRIVER = 525;
/** MLX names a later one for CUDA 12. */
const MLX_CUDA_12_DRIVER = 550;

const NUMPY = 'numpy==2.4.6';
/** NumPy 2.4 needs it. */
const OLDEST: PythonVersion = [3, 11];
/** The newest that the wheels of PyTorch 2.13 and MLX 0.32 are built for. */
const NEWEST: PythonVersion = [3, 14];

const usual = { index: null, oldest: OLDEST, newest: NEWEST, note: null };

/** What an engine needs on a machine, or why it cannot run there. */
export function requirementsOf(id: PythonEngineId, platform: Platform): Requirements | Missing {
  const why = findObstacle(id, platform);
  if (why !== null) return why;
  switch (id) {
    case 'pytorch':
      return pytorch(platform);
    case 'tensorflow':
      return tensorflow(platform);
    case 'mlx':
      return mlx(platform, []);
    case 'mlx-lm':
      return mlx(platform, ['mlx-lm==0.32.2', 'transformers==5.23.0']);
  }
}

function findObstacle(id: PythonEngineId, { system, arch }: Platform): Missing | null {
  const isMlx = id === 'mlx' || id === 'mlx-lm';
  const elsewhere = 'use another engine: `npm run bench -- list` names those that work here';
  if (system === 'darwin' && arch !== 'arm64') {
    return { why: `${id} is no longer made for Macs with Intel processors`, mend: elsewhere };
  }
  if (isMlx && system === 'win32')
    return { why: `${id} runs on Apple silicon and Linux only`, mend: elsewhere };
  if (!['linux', 'darwin', 'win32'].includes(system) || !['x64', 'arm64'].includes(arch)) {
    return { why: `${id} is not made for ${system} ${arch}`, mend: elsewhere };
  }
  if (system === 'win32' && arch === 'arm64') {
    return { why: `${id} is not made for Windows on ARM`, mend: 'set it up in WSL' };
  }
  return null;
}

const torchIndex = (build: string): string => `https://download.pytorch.org/whl/${build}`;

/** PyPI has the builds for Metal, for Windows without CUDA and for Linux with CUDA 13; the rest is in PyTorch's own index. */
function pytorch({ system, nvidiaDriver }: Platform): Requirements {
  const built = (build: string, download: string, note: string | null = null): Requirements => ({
    ...{ ...usual, packages: [`torch==2.13.0+${build}`, NUMPY], index: torchIndex(build), download, note },
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

function tensorflow({ system, arch, nvidiaDriver }: Platform): Requirements {
  const keras = 'keras==3.15.1';
  // The newest wheels of 2.21 are for Python 3.13.
  const plain: Requirements = {
    ...{ ...usual, newest: [3, 13] },
    packages: ['tensorflow==2.21.0', keras, NUMPY],
    download: '350 MB',
  };
  if (system === 'darwin') {
    return {
      // The plugin's last release. It loads into TensorFlow 2.18.1 and 2.19 only, and has no wheel for Python 3.13.
      ...{ ...usual, newest: [3, 12] },
      packages: ['tensorflow==2.18.1', 'tensorflow-metal==1.2.0', 'keras==3.8.0', 'numpy==2.0.2'],
      download: '300 MB',
      note: 'tensorflow-metal 1.2.0 is the last plugin that was made for Metal: it needs TensorFlow 2.18.1 and Python 3.12 or older',
    };
  }
  if (system === 'win32') {
    const note = 'TensorFlow for Windows computes on the CPU only; in WSL it uses an NVIDIA GPU';
    return { ...plain, note: nvidiaDriver === null ? null : note };
  }
  if (arch !== 'x64') return plain;
  if (nvidiaDriver === null || nvidiaDriver < CUDA_12_DRIVER) {
    return { ...plain, packages: ['tensorflow-cpu==2.21.0', keras, NUMPY] };
  }
  return { ...plain, packages: ['tensorflow[and-cuda]==2.21.0', keras, NUMPY], download: '3 GB' };
}

function mlx({ system, nvidiaDriver }: Platform, more: readonly string[]): Requirements {
  const backed = (extra: string, download: string, note: string | null = null): Requirements => ({
    ...{ ...usual, packages: [`mlx${extra}==0.32.4`, ...more, NUMPY], download, note },
  });
  if (system === 'darwin') return backed('', '50 MB');
  if (nvidiaDriver === null) return backed('[cpu]', '50 MB');
  if (nvidiaDriver >= CUDA_13_DRIVER) return backed('[cuda13]', '2 GB');
  if (nvidiaDriver >= MLX_CUDA_12_DRIVER) return backed('[cuda12]', '2 GB');
  const note = `the build for the CPU is taken, as CUDA needs a driver from ${MLX_CUDA_12_DRIVER} on (this is ${nvidiaDriver})`;
  return backed('[cpu]', '50 MB', note);
}
