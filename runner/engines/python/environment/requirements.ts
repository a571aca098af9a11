/** @file What `setup` installs for an engine in Python: what all of them share. Each engine pins its own packages. Pure. */
import type { EngineId } from '../../../../data/contract/words.ts';
import type { Missing } from '../../../protocol/engine.ts';

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

/** What an environment is made for. */
export interface Framework {
  id: EngineId;
  /** What its worker must be able to import beside NumPy: "torch". */
  module: string;
  /** What is installed on a machine where wheels exist at all, or why it cannot run there. Pure. */
  requirements(platform: Platform): Requirements | Missing;
}

/** CUDA 13 needs this driver or a newer one, CUDA 12 the other (NVIDIA's table of minor version compatibility). */
export const CUDA_13_DRIVER = 580;
export const CUDA_12_DRIVER = 525;

export const NUMPY = 'numpy==2.4.6';
/** NumPy 2.4 needs it. */
const OLDEST: PythonVersion = [3, 11];
/** The newest that the wheels of PyTorch 2.13 and MLX 0.32 are built for. */
const NEWEST: PythonVersion = [3, 14];

/** What holds for most engines. */
export const usual = { index: null, oldest: OLDEST, newest: NEWEST, note: null };

export const USE_ANOTHER = 'use another engine: `npm run bench -- list` names those that work here';

/** What an engine needs on a machine, or why it cannot run there. */
export const requirementsOf = (
  { id, requirements }: Pick<Framework, 'id' | 'requirements'>,
  platform: Platform,
): Requirements | Missing => withoutWheels(id, platform) ?? requirements(platform);

/** Why no framework has wheels for a machine, or null. */
function withoutWheels(id: EngineId, { system, arch }: Platform): Missing | null {
  if (system === 'darwin' && arch !== 'arm64') {
    return { reason: `${id} is no longer made for Macs with Intel processors`, remedy: USE_ANOTHER };
  }
  if (!['linux', 'darwin', 'win32'].includes(system) || !['x64', 'arm64'].includes(arch)) {
    return { reason: `${id} is not made for ${system} ${arch}`, remedy: USE_ANOTHER };
  }
  if (system === 'win32' && arch === 'arm64') {
    return { reason: `${id} is not made for Windows on ARM`, remedy: 'set it up in WSL' };
  }
  return null;
}
