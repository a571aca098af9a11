/** @file What `setup` installs for an engine in Python: the common part. Each engine pins its packages. Pure. */
import type { EngineId } from '../../../../data/contract/words.ts';
import { isJetson, vendorOf } from '../../../../data/derive/device-names.ts';
import { describeDriverProblem } from '../../../detect/driver-problem.ts';
import type { Missing } from '../../../protocol/engine.ts';

/** The facts about a machine that decide what is installed. */
export interface Platform {
  system: NodeJS.Platform;
  arch: string;
  /** Major version of the NVIDIA driver; null if there is no NVIDIA GPU. */
  nvidiaDriver: number | null;
  /** Names of the GPUs on the bus, whether or not their drivers work; omitted if there are none. */
  gpus?: readonly string[];
  /** What NVIDIA's driver says is wrong; null or omitted if it works or is missing. */
  nvidiaProblem?: string | null;
}

export type PythonVersion = readonly [major: number, minor: number];

export interface Requirements {
  packages: readonly string[];
  /** Package index in addition to the default one; null if the default has everything. */
  index: string | null;
  oldest: PythonVersion;
  newest: PythonVersion;
  /** Approximate size of the download, for example "200 MB". */
  download: string;
  /** Whether this build computes on a GPU of the machine. */
  gpu: boolean;
  /** What the user should know about the choice; null if there is nothing unusual. */
  note: string | null;
  /** What the GPU needs besides the packages, said if none is found; null if nothing unusual. */
  needs: string | null;
}

/** The framework that an environment is created for. */
export interface Framework {
  id: EngineId;
  /** The module that its worker must be able to import in addition to NumPy, for example "torch". */
  module: string;
  /** What is installed on a platform that has wheels, or why the framework cannot run there. Pure. */
  requirements(platform: Platform): Requirements | Missing;
}

/** Oldest driver for CUDA 13 and for CUDA 12 (NVIDIA's table of minor version compatibility). */
export const CUDA_13_DRIVER = 580;
export const CUDA_12_DRIVER = 525;

export const NUMPY = 'numpy==2.4.6';
/** The oldest that NumPy 2.4 supports. */
const OLDEST: PythonVersion = [3, 11];
/** The newest that PyTorch 2.13 and MLX 0.32 have wheels for. */
const NEWEST: PythonVersion = [3, 14];

/** Values that most engines share. */
export const usual = { index: null, oldest: OLDEST, newest: NEWEST, note: null, needs: null };

export const USE_ANOTHER = 'use another engine: `npm run bench -- list` lists those that work here';

/** The requirements of an engine on a machine, or why it cannot run there. */
export function requirementsOf(
  { id, requirements }: Pick<Framework, 'id' | 'requirements'>,
  here: Platform,
): Requirements | Missing {
  // Wheels with CUDA hold no code for the GPUs of Jetson boards.
  const platform = here.gpus?.some(isJetson) ? { ...here, nvidiaDriver: null } : here;
  const wanted = withoutWheels(id, platform) ?? requirements(platform);
  if ('reason' in wanted) return wanted;
  const packagesOn = (facts: Partial<Platform>): string => {
    const other = requirements({ ...platform, gpus: [], ...facts });
    return 'reason' in other ? '' : other.packages.join();
  };
  const isCpuBuild = wanted.packages.join() === packagesOn({ nvidiaDriver: null });
  const hasCudaBuild = packagesOn({ nvidiaDriver: CUDA_13_DRIVER }) !== packagesOn({ nvidiaDriver: null });
  return { ...wanted, note: noteOn(id, platform, wanted.note, isCpuBuild, hasCudaBuild) };
}

/** The note of the engine, or why a GPU on the bus gets no build. On a Mac every build has Metal, or none has. */
function noteOn(
  id: EngineId,
  { system, nvidiaDriver, gpus = [], nvidiaProblem = null }: Platform,
  own: string | null,
  isCpuBuild: boolean,
  hasCudaBuild: boolean,
): string | null {
  if (system === 'darwin') return own;
  const nvidia = gpus.find((name) => vendorOf(name) === 'NVIDIA');
  if (nvidia !== undefined && nvidiaDriver === null && hasCudaBuild) {
    const what = isCpuBuild ? 'installing the CPU build' : (own ?? 'installing another build');
    return isJetson(nvidia)
      ? `${what}: the CUDA builds have no code for the GPU of a Jetson (${nvidia}); where NVIDIA has a build for Jetson, give its Python by --python`
      : `${what} although ${nvidia} is on the bus: ${describeDriverProblem(nvidiaProblem)}, then run this again for the CUDA build`;
  }
  const [unused] = gpus;
  if (own !== null || !isCpuBuild || unused === undefined) return own;
  return `installing the CPU build although ${unused} is on the bus: ${id} has no build for it on this system`;
}

/** Why no framework has wheels for a machine, or null. */
function withoutWheels(id: EngineId, { system, arch }: Platform): Missing | null {
  if (system === 'darwin' && arch !== 'arm64') {
    return { reason: `${id} is no longer available for Macs with Intel processors`, remedy: USE_ANOTHER };
  }
  if (!['linux', 'darwin', 'win32'].includes(system) || !['x64', 'arm64'].includes(arch)) {
    return { reason: `${id} is not available for ${system} ${arch}`, remedy: USE_ANOTHER };
  }
  if (system === 'win32' && arch === 'arm64') {
    return { reason: `${id} is not available for Windows on ARM`, remedy: 'set it up in WSL' };
  }
  return null;
}
