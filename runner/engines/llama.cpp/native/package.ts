/** @file The folder where `setup` installs node-llama-cpp, and the binaries that a machine needs. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../../../system/repository.ts';

/** The newest version whose binaries for macOS and Windows are published. */
export const VERSION = '3.21.1';
export const FOLDER = join(REPOSITORY, '.cache', 'llama.cpp');
export const SETUP_COMMAND = 'npm run bench -- setup llama.cpp';

/** GPU APIs that the binaries support; false for the CPU. */
export type Gpu = 'metal' | 'cuda' | 'vulkan' | false;

export interface Platform {
  platform: NodeJS.Platform;
  arch: NodeJS.Architecture;
}

const binaries: Record<string, readonly { gpu: Gpu; packages: readonly string[] }[]> = {
  'darwin-arm64': [{ gpu: 'metal', packages: ['mac-arm64-metal'] }],
  'darwin-x64': [{ gpu: false, packages: ['mac-x64'] }],
  'linux-x64': [
    { gpu: 'cuda', packages: ['linux-x64-cuda', 'linux-x64-cuda-ext'] },
    { gpu: 'vulkan', packages: ['linux-x64-vulkan'] },
    { gpu: false, packages: ['linux-x64'] },
  ],
  'linux-arm64': [{ gpu: false, packages: ['linux-arm64'] }],
  'win32-x64': [
    { gpu: 'cuda', packages: ['win-x64-cuda', 'win-x64-cuda-ext'] },
    { gpu: 'vulkan', packages: ['win-x64-vulkan'] },
    { gpu: false, packages: ['win-x64'] },
  ],
  'win32-arm64': [{ gpu: false, packages: ['win-arm64'] }],
};

/**
 * Names of the binary packages for a machine: those for the processor and one GPU, never all of them (700 MB).
 * @returns Null if there are none for the system.
 */
export function packagesFor(
  { platform, arch }: Platform,
  has: { nvidia: boolean; otherGpu: boolean },
): string[] | null {
  const offered = binaries[`${platform}-${arch}`];
  if (offered === undefined) return null;
  const wanted = offered.filter(
    ({ gpu }) =>
      gpu === false ||
      gpu === 'metal' ||
      (gpu === 'cuda' && has.nvidia) ||
      (gpu === 'vulkan' && has.otherGpu && !has.nvidia),
  );
  return wanted.flatMap(({ packages }) => packages.map((name) => `@node-llama-cpp/${name}`));
}

/** The GPU APIs whose binaries are installed, fastest first. */
export function installedGpus({ platform, arch }: Platform, folder = FOLDER): Gpu[] {
  return (binaries[`${platform}-${arch}`] ?? [])
    .filter(({ packages }) =>
      packages.every((name) => existsSync(join(folder, 'node_modules', '@node-llama-cpp', name))),
    )
    .map(({ gpu }) => gpu);
}

/** Path of the module to import; null if `setup` has not installed this version. */
export function findModule(folder = FOLDER): string | null {
  const home = join(folder, 'node_modules', 'node-llama-cpp');
  try {
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version?: string };
    return version === VERSION ? join(home, 'dist', 'index.js') : null;
  } catch {
    return null;
  }
}
