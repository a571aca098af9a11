/** @file Installs node-llama-cpp and the binaries for this machine from npm, without running install scripts. */
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { detect } from '../../../detect/detect.ts';
import { unusableNvidia } from '../../../detect/driver-problem.ts';
import type { Probe } from '../../../protocol/messages.ts';
import { runTool } from '../../../system/command.ts';
import { askNvidia } from '../../../system/nvidia-smi.ts';
import { FOLDER, packagesFor, VERSION } from './package.ts';

/** Whether Vulkan may find a GPU: on Linux a driver has created a render node; on Windows it cannot be known. */
async function mayHaveGpu(): Promise<boolean> {
  if (process.platform !== 'linux') return process.platform === 'win32';
  const devices = await readdir('/dev/dri').catch(() => []);
  return devices.some((name) => name.startsWith('renderD'));
}

async function install(packages: readonly string[], folder: string): Promise<void> {
  const dependencies = Object.fromEntries(['node-llama-cpp', ...packages].map((name) => [name, VERSION]));
  await writeFile(`${folder}/package.json`, JSON.stringify({ private: true, dependencies }));
  const { npm_execpath: cli } = process.env;
  const [command, ...first] = cli ? [process.execPath, cli] : ['npm'];
  // All binaries are optional dependencies; only the needed ones are installed, by name.
  const flags = ['--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'];
  await runTool(command!, [...first, 'install', ...flags], {
    name: 'npm install',
    remedy: 'check the network and the free disk, then run this again',
    cwd: folder,
  });
}

/**
 * @param log Receives one line per step.
 * @param askEngine Probes the engine.
 * @throws Error with one line: what is missing and how to get it
 */
export async function setup(log: (line: string) => void, askEngine: () => Promise<Probe>): Promise<void> {
  const nvidia = ((await askNvidia(['name']))?.lines ?? []).length > 0;
  const unusable = nvidia ? null : unusableNvidia(await detect());
  if (unusable !== null)
    log(`installing no CUDA build although ${unusable}, then run this again for the CUDA build`);
  const packages = packagesFor(process, { nvidia, otherGpu: await mayHaveGpu() });
  if (packages === null)
    throw new Error(
      `node-llama-cpp has no binaries for ${process.platform} ${process.arch}; put your own llama-bench on the PATH`,
    );
  log(`installing node-llama-cpp ${VERSION} and ${packages.join(', ')} with npm into .cache/llama.cpp`);
  const partial = `${FOLDER}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  try {
    await install(packages, partial);
    await rm(FOLDER, { recursive: true, force: true });
    await rename(partial, FOLDER);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  const probe = await askEngine();
  if (!probe.available) throw new Error(`it is installed but does not work: ${probe.reason}`);
  log(`llama.cpp ${probe.version} works on ${probe.devices.map(({ name }) => name).join(', ')}`);
}
